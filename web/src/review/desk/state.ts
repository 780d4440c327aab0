import type { Problem } from '../../api/client'
import { type Conflict, type Decided, type Lease, type Verdict, type WorkCase, isConflict } from './work'

/** Trouble is why a case cannot be decided any more: somebody was first, or the lease ended. */
export interface Trouble { code: string; conflict?: Conflict }

export interface InHand { work: WorkCase; trouble?: Trouble }

export type Act = { kind: 'decide'; verdict: Verdict } | { kind: 'skip' } | { kind: 'escalate'; memo: string }

/** Sent is an act on its way to the server, or done a moment ago. */
export interface Sent {
  /** The Idempotency-Key: the same act, however often it is sent. */
  key: string
  /** Acts given as one are taken back as one. */
  group: string
  work: WorkCase
  act: Act
  /** waiting: nothing answers, it will be sent again. */
  state: 'sending' | 'waiting' | 'done' | 'undoing'
  /** Taken back before it was answered: undone as soon as it is. */
  undoWanted: boolean
  undoUntil?: string
  doneAt?: number
}

/** Refused is an act that the server did not take; it stays in sight until somebody deals with it. */
export interface Refused { key: string; work: WorkCase; act: Act; problem: Problem }

export type Rest = 'none' | 'paused' | 'idle'

export interface DeskState {
  hand: InHand | null
  /** Held already, to be shown at once. */
  next: WorkCase[]
  sent: Sent[]
  refused: Refused[]
  rest: Rest
  /** The last claim brought less than it asked for: nothing more waits for now. */
  dry: boolean
  /** Why the last claim failed, and how many have failed in a row. */
  failure: Problem | null
  failures: number
  /** Goes up with every claim that ended, and with what should bring another. */
  rounds: number
  /** Something that only has to be said once. */
  notice: { kind: 'undo_failed'; problem: Problem; work: WorkCase } | null
}

export const emptyDesk: DeskState = { hand: null, next: [], sent: [], refused: [], rest: 'none', dry: false, failure: null, failures: 0, rounds: 0, notice: null }

export type DeskEvent =
  | { type: 'claimed'; cases: WorkCase[]; asked: number; at: number }
  | { type: 'claim_failed'; problem: Problem }
  | { type: 'stir' }
  | { type: 'act'; key: string; group: string; act: Act; work: WorkCase }
  | { type: 'waiting'; key: string }
  | { type: 'answered'; key: string; decided?: Decided; at: number }
  | { type: 'refused'; key: string; problem: Problem }
  | { type: 'forget'; key: string }
  | { type: 'undo'; keys: string[] }
  | { type: 'undone'; key: string; work: WorkCase }
  | { type: 'undo_failed'; key: string; problem: Problem }
  | { type: 'noticed' }
  | { type: 'renewed'; id: number; lease: Lease }
  | { type: 'lost'; id: number; trouble: Trouble }
  | { type: 'pass_over' }
  | { type: 'retake'; key: string }
  | { type: 'rest'; rest: Rest }

/** How many cases are held: the one in hand and the next. */
export const holds = 2

/** pending are the acts that have no answer yet. */
export function pending(state: DeskState): Sent[] {
  return state.sent.filter((sent) => sent.state === 'sending' || sent.state === 'waiting')
}

/** wanted is how many cases the next claim asks for; 0 for no claim. What is held comes first in the answer, so it is counted in. */
export function wanted(state: DeskState): number {
  const held = (state.hand ? 1 : 0) + state.next.length
  if (state.rest !== 'none' || held >= holds) return 0
  return holds + pending(state).length + state.refused.length
}

/** For this long, in milliseconds, a case that was dealt with is not shown again: an answer may have left the server before it heard. */
const settled = 15_000

/** known are the cases that must not be shown as new. */
function known(state: DeskState, now: number): Set<number> {
  return new Set([
    ...(state.hand ? [state.hand.work.id] : []), ...state.next.map((work) => work.id),
    ...state.sent.filter((sent) => sent.doneAt === undefined || now - sent.doneAt < settled).map((sent) => sent.work.id),
    ...state.refused.map((refused) => refused.work.id),
  ])
}

/** advance takes the next case in hand where there is none. */
function advance(state: DeskState): DeskState {
  const [first, ...others] = state.next
  if (state.hand || !first || state.rest === 'idle') return state
  return { ...state, hand: { work: first }, next: others }
}

function change(state: DeskState, key: string, part: Partial<Sent>): DeskState {
  return { ...state, sent: state.sent.map((sent) => (sent.key === key ? { ...sent, ...part } : sent)) }
}

function without<T extends { key: string }>(list: T[], key: string): T[] {
  return list.filter((one) => one.key !== key)
}

export function desk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'claimed': {
      const seen = known(state, event.at)
      const fresh = event.cases.filter((work) => !seen.has(work.id))
      const dry = event.cases.length < event.asked || fresh.length === 0
      return advance({ ...state, next: [...state.next, ...fresh], dry, failure: null, failures: 0, rounds: state.rounds + 1 })
    }
    case 'claim_failed':
      return { ...state, failure: event.problem, failures: state.failures + 1, rounds: state.rounds + 1 }
    case 'stir':
      return { ...state, dry: false, failures: 0, rounds: state.rounds + 1 }
    case 'act': {
      const sent: Sent = { key: event.key, group: event.group, work: event.work, act: event.act, state: 'sending', undoWanted: false }
      const hand = state.hand?.work.id === event.work.id ? null : state.hand
      return advance({ ...state, hand, next: state.next.filter((work) => work.id !== event.work.id), sent: [...state.sent.slice(-20), sent] })
    }
    case 'waiting':
      return change(state, event.key, { state: 'waiting' })
    case 'answered':
      return change(state, event.key, { state: 'done', undoUntil: event.decided?.undo_until, doneAt: event.at })
    case 'refused':
      return refuse(state, event.key, event.problem)
    case 'forget':
      return { ...state, sent: without(state.sent, event.key), refused: without(state.refused, event.key) }
    case 'undo':
      return { ...state, sent: state.sent.map((sent) => (event.keys.includes(sent.key) ? { ...sent, undoWanted: true, state: sent.state === 'done' ? 'undoing' : sent.state } : sent)) }
    case 'undone':
      return undone(state, event.key, event.work)
    case 'undo_failed': {
      const work = state.sent.find((sent) => sent.key === event.key)?.work
      return { ...state, sent: without(state.sent, event.key), notice: work ? { kind: 'undo_failed', problem: event.problem, work } : state.notice }
    }
    case 'noticed':
      return { ...state, notice: null }
    case 'renewed':
      return renewed(state, event.id, event.lease)
    case 'lost':
      if (state.hand?.work.id === event.id) return state.hand.trouble?.conflict ? state : { ...state, hand: { ...state.hand, trouble: event.trouble } }
      return { ...state, next: state.next.filter((work) => work.id !== event.id) }
    case 'pass_over':
      return advance({ ...state, hand: null })
    case 'retake': {
      const refused = state.refused.find((one) => one.key === event.key)
      if (!refused) return state
      return inHand({ ...state, refused: without(state.refused, event.key) }, refused.work)
    }
    case 'rest':
      return restOf(state, event.rest)
  }
}

/** inHand puts a case in hand; what was there waits behind it. */
function inHand(state: DeskState, work: WorkCase): DeskState {
  const waiting = state.hand && !state.hand.trouble && state.hand.work.id !== work.id ? [state.hand.work] : []
  return { ...state, hand: { work }, next: [...waiting, ...state.next.filter((one) => one.id !== work.id)] }
}

function undone(state: DeskState, key: string, work: WorkCase): DeskState {
  const group = state.sent.find((sent) => sent.key === key)?.group
  const left = { ...state, sent: without(state.sent, key) }
  // Of several taken back together, the first is in hand and the others wait behind it.
  const another = state.hand && group !== undefined && !state.hand.trouble && state.hand.work.id !== work.id && key !== group
  return another ? { ...left, next: [...left.next.filter((one) => one.id !== work.id), work] } : inHand(left, work)
}

/** refuse keeps what was refused. Where nothing else is in hand, the case comes back with what is the matter. */
function refuse(state: DeskState, key: string, problem: Problem): DeskState {
  const sent = state.sent.find((one) => one.key === key)
  if (!sent) return state
  const left = { ...state, sent: without(state.sent, key) }
  if (!state.hand && isConflict(problem)) return { ...left, hand: { work: sent.work, trouble: { code: problem.code, conflict: problem.conflict } } }
  return { ...left, refused: [...state.refused, { key, work: sent.work, act: sent.act, problem }] }
}

function renewed(state: DeskState, id: number, lease: Lease): DeskState {
  const longer = (work: WorkCase) => (work.id === id ? { ...work, ...lease } : work)
  const hand = state.hand?.work.id === id ? { ...state.hand, work: longer(state.hand.work) } : state.hand
  return { ...state, hand, next: state.next.map(longer) }
}

/** restOf stops the intake. A break leaves the case in hand; who does not seem to be there loses it too. The caller gives back what falls away. */
function restOf(state: DeskState, kind: Rest): DeskState {
  if (kind === 'none') return advance({ ...state, rest: kind, dry: false })
  if (kind === 'paused') return { ...state, rest: state.rest === 'idle' ? 'idle' : kind, next: [] }
  return { ...state, rest: kind, hand: null, next: [] }
}
