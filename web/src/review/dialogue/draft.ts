import type { Schemas } from '../../api/client'
import { available, fromShelf } from '../desk/draft'
import type { ActionType, WorkCase } from '../desk/work'

export type Dialogue = Schemas['DialogueBody']
export type DialogueUser = Schemas['DialogueUser']

/** Judged is what has been chosen for one user. */
export interface Judged {
  /** pass, a label of the app, or null: nobody has judged him yet. */
  label: string | null
  actions: ActionType[]
  /** How long what lasts for a time lasts; -1: for ever. */
  hours: number
}

/** DialogueDraft is what somebody has chosen for a dialogue and not yet decided. */
export interface DialogueDraft {
  /** By key; everybody in the dialogue is there. */
  users: Record<string, Judged>
  /** The dialogue's own label where somebody chose one; null: the worst of the users'. */
  own: string | null
  note: string
  /** Which messages are evidence, by their place. */
  evidence: number[]
}

/** The key null is the dialogue itself. */
export type DialogueEvent =
  | { type: 'label'; key: string | null; label: string }
  | { type: 'action'; key: string; action: ActionType }
  | { type: 'hours'; key: string; hours: number }
  | { type: 'step'; key: string; by: 1 | -1 }
  | { type: 'note'; note: string }
  | { type: 'evidence'; at: number }

const nobody: readonly DialogueUser[] = []

export function usersOf(work: Pick<WorkCase, 'dialogue'>): readonly DialogueUser[] {
  return work.dialogue?.users ?? nobody
}

function untouched(work: WorkCase): Judged {
  return { label: null, actions: [], hours: work.durations.find((hours) => hours === 24) ?? work.durations[0] ?? -1 }
}

/** blankDialogue is the draft of a dialogue that nobody has touched. */
export function blankDialogue(work: WorkCase): DialogueDraft {
  return { users: Object.fromEntries(usersOf(work).map(({ key }) => [key, untouched(work)])), own: null, note: '', evidence: [] }
}

/** mayAct tells whether something may be done to somebody: never to who is not judged, or passes. */
export function mayAct(judged: Judged | undefined): boolean {
  return judged !== undefined && judged.label !== null && judged.label !== 'pass'
}

export function draftedDialogue(work: WorkCase): (draft: DialogueDraft, event: DialogueEvent) => DialogueDraft {
  return (draft, event) => {
    switch (event.type) {
      case 'label':
        return labelled(work, draft, event.key, event.label)
      case 'action': {
        const judged = draft.users[event.key]
        if (!judged || !mayAct(judged) || !available(work).has(event.action)) return draft
        const on = judged.actions.includes(event.action)
        return put(draft, event.key, { ...judged, actions: on ? judged.actions.filter((one) => one !== event.action) : [...judged.actions, event.action] })
      }
      case 'hours': {
        const judged = draft.users[event.key]
        return judged ? put(draft, event.key, { ...judged, hours: event.hours }) : draft
      }
      case 'step': {
        const judged = draft.users[event.key]
        if (!judged || !hasTimed(work, judged)) return draft
        const hours = work.durations[Math.min(work.durations.length - 1, Math.max(0, work.durations.indexOf(judged.hours) + event.by))]
        return hours === undefined ? draft : put(draft, event.key, { ...judged, hours })
      }
      case 'note':
        return { ...draft, note: event.note }
      case 'evidence': {
        if (!work.content.messages[event.at]) return draft
        const on = draft.evidence.includes(event.at)
        return { ...draft, evidence: on ? draft.evidence.filter((one) => one !== event.at) : [...draft.evidence, event.at].toSorted((a, b) => a - b) }
      }
    }
  }
}

function put(draft: DialogueDraft, key: string, judged: Judged): DialogueDraft {
  return { ...draft, users: { ...draft.users, [key]: judged } }
}

/** labelled gives a label; a violation given again is taken away, a pass stays. */
function labelled(work: WorkCase, draft: DialogueDraft, key: string | null, label: string): DialogueDraft {
  if (!work.dialogue?.labels.includes(label)) return draft
  if (key === null) return { ...draft, own: draft.own === label ? null : label }
  const judged = draft.users[key]
  if (!judged) return draft
  if (label === 'pass') return put(draft, key, { ...judged, label, actions: [] })
  if (judged.label === label) return put(draft, key, { ...judged, label: null, actions: [] })
  const suggested = work.reasons.find((reason) => reason.label === label)?.suggestion?.actions ?? []
  const hours = suggested.find((action) => action.hours !== 0)?.hours ?? judged.hours
  return put(draft, key, { label, actions: suggested.length > 0 ? suggested.map((action) => action.type) : judged.actions, hours })
}

/** hasTimed tells whether anything chosen for him lasts for a time. */
export function hasTimed(work: Pick<WorkCase, 'allowed'>, judged: Judged | undefined): boolean {
  const can = available(work)
  return (judged?.actions ?? []).some((action) => can.get(action) === true)
}

/** keptDialogue is what was laid away for a dialogue, as far as it still fits it. */
export function keptDialogue(work: WorkCase, ...shelf: [now?: number, store?: Storage]): DialogueDraft {
  const fresh = blankDialogue(work)
  try {
    const kept = fromShelf<DialogueDraft>(work.id, ...shelf)
    const labels = work.dialogue?.labels ?? []
    const can = available(work)
    const users = Object.entries(fresh.users).map(([key, judged]): [string, Judged] => {
      const old = kept.users[key]
      if (!old?.label || !labels.includes(old.label)) return [key, judged]
      return [key, { label: old.label, actions: old.actions.filter((action) => can.has(action)), hours: work.durations.includes(old.hours) ? old.hours : judged.hours }]
    })
    return {
      users: Object.fromEntries(users), own: kept.own !== null && labels.includes(kept.own) ? kept.own : null,
      note: String(kept.note), evidence: kept.evidence.filter((at) => work.content.messages[at] !== undefined),
    }
  } catch {
    return fresh
  }
}
