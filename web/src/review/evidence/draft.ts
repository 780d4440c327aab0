import { available, fromShelf } from '../desk/draft'
import type { Action, ActionType, Verdict, WorkCase } from '../desk/work'

/** EvidenceDraft is what somebody has chosen for a case of a call and not yet decided. */
export interface EvidenceDraft {
  reason: string | null
  /** How long a kick lasts, in minutes; -1: for ever. */
  minutes: number
  /** Whether the log-in is limited as well, for as long. */
  login: boolean
  note: string
  /** Which pieces are evidence, by their numbers. */
  marked: number[]
}

export type EvidenceEvent =
  | { type: 'reason'; label: string }
  | { type: 'minutes'; minutes: number }
  | { type: 'step'; by: 1 | -1 }
  | { type: 'login' }
  | { type: 'note'; note: string }
  | { type: 'mark'; n: number }

/** kickLengths are the lengths to offer, in minutes. */
export function kickLengths(work: WorkCase): number[] {
  return work.kick_minutes ?? []
}

/** suggestedMinutes is how long the ladder would kick for a reason; undefined where it would not. */
function suggestedMinutes(work: WorkCase, label: string | null): number | undefined {
  const kick = work.reasons.find((reason) => reason.label === label)?.suggestion?.actions.find(({ type }) => type === 'kick_room')
  return kick && (kick.hours < 0 ? -1 : kick.hours * 60)
}

function suggestsLogin(work: WorkCase, label: string): boolean {
  return work.reasons.find((reason) => reason.label === label)?.suggestion?.actions.some(({ type }) => type === 'login_limit') === true
}

/** nearest is the offered length that is not shorter. */
function nearest(work: WorkCase, minutes: number): number {
  const lengths = kickLengths(work)
  if (minutes < 0) return lengths.includes(-1) ? -1 : (lengths.at(-1) ?? -1)
  return lengths.find((one) => one < 0 || one >= minutes) ?? lengths.at(-1) ?? minutes
}

/** blankEvidence is the draft of a case that nobody has touched: the reason is what the cloud suspects most, the length what the ladder has for it. */
export function blankEvidence(work: WorkCase): EvidenceDraft {
  const suspected = work.evidence?.suspected
  const reason = work.reasons.find(({ label }) => label === suspected)?.label ?? null
  return { reason, minutes: nearest(work, suggestedMinutes(work, reason) ?? 60), login: false, note: '', marked: [] }
}

export function draftedEvidence(work: WorkCase): (draft: EvidenceDraft, event: EvidenceEvent) => EvidenceDraft {
  return (draft, event) => {
    switch (event.type) {
      case 'reason': {
        if (draft.reason === event.label) return { ...draft, reason: null }
        if (!work.reasons.some(({ label }) => label === event.label)) return draft
        return { ...draft, reason: event.label, minutes: nearest(work, suggestedMinutes(work, event.label) ?? draft.minutes), login: suggestsLogin(work, event.label) }
      }
      case 'minutes':
        return { ...draft, minutes: event.minutes }
      case 'step': {
        const lengths = kickLengths(work)
        return { ...draft, minutes: lengths[Math.min(lengths.length - 1, Math.max(0, lengths.indexOf(draft.minutes) + event.by))] ?? draft.minutes }
      }
      case 'login':
        return available(work).has('login_limit') ? { ...draft, login: !draft.login } : draft
      case 'note':
        return { ...draft, note: event.note }
      case 'mark': {
        const on = draft.marked.includes(event.n)
        return { ...draft, marked: on ? draft.marked.filter((n) => n !== event.n) : [...draft.marked, event.n].toSorted((a, b) => a - b) }
      }
    }
  }
}

/** keptEvidence is what was laid away for a case, as far as it still fits it. */
export function keptEvidence(work: WorkCase, ...shelf: [now?: number, store?: Storage]): EvidenceDraft {
  const fresh = blankEvidence(work)
  try {
    const kept = fromShelf<EvidenceDraft>(work.id, ...shelf)
    return {
      reason: work.reasons.some(({ label }) => label === kept.reason) ? kept.reason : null,
      minutes: kickLengths(work).includes(kept.minutes) ? kept.minutes : fresh.minutes,
      login: kept.login === true && available(work).has('login_limit'), note: String(kept.note), marked: kept.marked.filter((n) => Number.isInteger(n)),
    }
  } catch {
    return fresh
  }
}

/** lasting is a length in minutes as an action says it. */
function lasting(minutes: number): Pick<Action, 'hours' | 'minutes'> {
  if (minutes < 0) return { hours: -1 }
  return { ...(minutes >= 60 && { hours: Math.floor(minutes / 60) }), ...(minutes % 60 > 0 && { minutes: minutes % 60 }) }
}

/** actionsOf are what an act does: itself, and the limited log-in where it is chosen, which counts in whole hours. */
export function actionsOf(draft: EvidenceDraft, act: ActionType | null): Action[] {
  return [
    ...(act === null ? [] : [{ type: act, ...(act === 'kick_room' && lasting(draft.minutes)) }]),
    ...(draft.login ? [{ type: 'login_limit' as const, hours: draft.minutes < 0 ? -1 : Math.ceil(draft.minutes / 60) }] : []),
  ]
}

/** decided is the verdict of an act; null while no reason is chosen. Marked evidence is told in the memo, for whoever looks at it later. */
export function decided(draft: EvidenceDraft, act: ActionType | null, tellMarked: (places: string) => string): Verdict | null {
  if (draft.reason === null) return null
  const actions = actionsOf(draft, act)
  return { verdict: draft.reason, ...(actions.length > 0 && { actions }), ...memoOf(draft, tellMarked) }
}

export function passed(draft: EvidenceDraft): Verdict {
  return { verdict: 'pass', ...memoOf({ ...draft, marked: [] }, () => '') }
}

function memoOf({ note, marked }: EvidenceDraft, tellMarked: (places: string) => string): { memo?: string } {
  const memo = [note.trim(), marked.length > 0 ? tellMarked(marked.join(', ')) : ''].filter(Boolean).join('\n')
  return memo ? { memo } : {}
}
