import type { ActionType, Message, WorkCase } from './work'

/** Draft is what somebody has chosen for a case and not yet decided. */
export interface Draft {
  reason: string | null
  actions: ActionType[]
  /** How long what lasts for a time lasts; -1: for ever. */
  hours: number
  note: string
  /** Which messages are evidence, by their place in the case. */
  evidence: number[]
}

export type DraftEvent =
  | { type: 'reason'; label: string }
  | { type: 'action'; action: ActionType }
  | { type: 'hours'; hours: number }
  | { type: 'step'; by: 1 | -1 }
  | { type: 'note'; note: string }
  | { type: 'evidence'; at: number }

/** platformActions in the order of their letters. */
const platformActions: readonly ActionType[] = ['mute', 'delete', 'login_limit', 'kick_out', 'dismiss_group', 'close_show']
/** callActions are those of a call between two, in the order of their letters. */
const callActions: readonly ActionType[] = ['warn', 'kick_room', 'close_room']

/** actionTypes are all there are. */
export const actionTypes: readonly ActionType[] = [...platformActions, ...callActions]

/** kindred are the actions among which a case's are: those of a call, or those of the platform. */
export function kindred(can: ReadonlyMap<ActionType, boolean>): readonly ActionType[] {
  return callActions.some((action) => can.has(action)) ? callActions : platformActions
}

/** available are the actions that the relation allows for a case, and whether each lasts for a time. */
export function available(work: Pick<WorkCase, 'allowed'>): Map<ActionType, boolean> {
  const found = new Map<ActionType, boolean>()
  for (const { punish_types: types } of work.allowed) for (const punish of types) found.set(punish.type as ActionType, punish.required_time)
  return found
}

/** isTimed tells whether any of the actions lasts for a time. */
export function isTimed(work: Pick<WorkCase, 'allowed'>, actions: readonly ActionType[]): boolean {
  const all = available(work)
  return actions.some((action) => all.get(action) === true)
}

/** accused is the user whom a case accuses, if it names one. */
export function accused(work: Pick<WorkCase, 'subject'>): string | null {
  return work.subject.kind === 'user' ? work.subject.id : null
}

/** mayBeEvidence tells whether a message can be chosen as what is punished: any where nobody is named, else those of the accused. */
export function mayBeEvidence(work: WorkCase, message: Message): boolean {
  const named = accused(work)
  return named === null ? Boolean(message.sender_id) : message.sender_id === named
}

/** blank is the draft of a case that nobody has touched: what the accused wrote is evidence. */
export function blank(work: WorkCase): Draft {
  const named = accused(work)
  const messages = work.content.messages
  const evidence = messages.flatMap((message, at) => ((named !== null && message.sender_id === named) || messages.length === 1 ? [at] : []))
  return { reason: null, actions: [], hours: work.durations.find((hours) => hours === 24) ?? work.durations[0] ?? -1, note: '', evidence }
}

export function drafted(work: WorkCase): (draft: Draft, event: DraftEvent) => Draft {
  return (draft, event) => {
    switch (event.type) {
      case 'reason':
        return draft.reason === event.label ? { ...draft, reason: null, actions: [] } : reasoned(work, draft, event.label)
      case 'action': {
        if (!available(work).has(event.action)) return draft
        const on = draft.actions.includes(event.action)
        return { ...draft, actions: on ? draft.actions.filter((one) => one !== event.action) : [...draft.actions, event.action] }
      }
      case 'hours':
        return { ...draft, hours: event.hours }
      case 'step': {
        if (!isTimed(work, draft.actions)) return draft
        const at = work.durations.indexOf(draft.hours)
        const hours = work.durations[Math.min(work.durations.length - 1, Math.max(0, at + event.by))]
        return hours === undefined ? draft : { ...draft, hours }
      }
      case 'note':
        return { ...draft, note: event.note }
      case 'evidence': {
        const message = work.content.messages[event.at]
        if (!message || !mayBeEvidence(work, message)) return draft
        const on = draft.evidence.includes(event.at)
        return { ...draft, evidence: on ? draft.evidence.filter((one) => one !== event.at) : [...draft.evidence, event.at].toSorted((a, b) => a - b) }
      }
    }
  }
}

/** reasoned fills in what the ladder has for a reason. */
function reasoned(work: WorkCase, draft: Draft, label: string): Draft {
  const suggested = work.reasons.find((reason) => reason.label === label)?.suggestion?.actions ?? []
  const hours = suggested.find((action) => action.hours !== 0)?.hours
  return { ...draft, reason: label, actions: suggested.map((action) => action.type), hours: hours ?? draft.hours }
}

const shelf = 'xiezhi.draft.'
/** How long a draft is kept, in milliseconds. */
export const keptFor = 10 * 60_000

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** keepDraft lays a draft away, so that neither a reload nor a lost lease loses it. */
export function keepDraft(id: number, draft: unknown, now = Date.now(), store: Shelf = localStorage) {
  try {
    store.setItem(shelf + id, JSON.stringify({ at: now, draft }))
  } catch {
    // A full or forbidden shelf: it holds as long as the page.
  }
}

/** fromShelf is what was laid away for a case; it throws where there is nothing, or it is too old. */
export function fromShelf<D>(id: number, now = Date.now(), store: Shelf = localStorage): D {
  const { at: since, draft } = JSON.parse(store.getItem(shelf + id) ?? 'null') as { at: number; draft: D }
  if (now - since > keptFor) throw new Error('too old')
  return draft
}

/** keptDraft is what was laid away for a case, as far as it still fits the case. */
export function keptDraft(work: WorkCase, now = Date.now(), store: Shelf = localStorage): Draft {
  const fresh = blank(work)
  try {
    const draft = fromShelf<Draft>(work.id, now, store)
    const can = available(work)
    return {
      reason: work.reasons.some((reason) => reason.label === draft.reason) ? draft.reason : null,
      actions: draft.actions.filter((action) => can.has(action)),
      hours: work.durations.includes(draft.hours) ? draft.hours : fresh.hours,
      note: String(draft.note),
      evidence: draft.evidence.filter((at) => work.content.messages[at] !== undefined),
    }
  } catch {
    return fresh
  }
}

/** sweepDrafts throws away those that are too old. */
export function sweepDrafts(now = Date.now(), store: Shelf = localStorage) {
  for (const key of Array.from({ length: store.length }, (_, i) => store.key(i))) {
    if (!key?.startsWith(shelf)) continue
    try {
      if (now - (JSON.parse(store.getItem(key) ?? '') as { at: number }).at <= keptFor) continue
    } catch {
      // Not ours, or broken: away with it.
    }
    store.removeItem(key)
  }
}
