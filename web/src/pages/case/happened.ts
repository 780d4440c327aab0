import type { Schemas } from '../../api/client'

type Decision = Schemas['DecisionBody']
type Note = Schemas['NoteBody']

export type Event = { at: string; key: string } & ({ kind: 'decision'; decision: Decision } | { kind: 'note'; note: Note } | { kind: 'late'; report: Schemas['ReportBody'] })

/** happened is what was done about a case, the newest first. */
export function happened(story: Pick<Schemas['CaseStory'], 'decisions' | 'notes' | 'reports'>): Event[] {
  const events: Event[] = [
    ...story.decisions.map((decision) => ({ at: decision.at, key: `d${decision.id}`, kind: 'decision' as const, decision })),
    ...story.notes.map((note, i) => ({ at: note.at, key: `n${i}`, kind: 'note' as const, note })),
    ...story.reports.filter((report) => report.late).map((report) => ({ at: report.filed_at, key: `r${report.id}`, kind: 'late' as const, report })),
  ]
  return events.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

/** undoLeft is how long, in milliseconds, the reader may still take the decision back; 0 where he may not. */
export function undoLeft(c: Pick<Schemas['CaseItem'], 'state' | 'decided_by' | 'undo_until'>, me: number, now: number): number {
  const own = c.state === 'decided' && c.decided_by?.kind === 'staff' && c.decided_by.id === String(me)
  return own && c.undo_until ? Math.max(0, Date.parse(c.undo_until) - now) : 0
}
