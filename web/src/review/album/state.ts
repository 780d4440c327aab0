import type { Problem } from '../../api/client'
import { type Decided, type WorkCase, isConflict } from '../desk/work'
import type { Rest } from '../desk/state'
import { type Batch, type BatchEvent, type Cell, batchOf, changed, liveCells, liveWorks } from './batch'

/** How many pictures are looked at together. */
export const batchSize = 24

/** Parcel is one case's decision on its way. */
export interface Parcel {
  /** The Idempotency-Key. */
  key: string
  work: WorkCase
  cell: Pick<Cell, 'id' | 'mark' | 'note'>
  state: 'sending' | 'waiting' | 'done' | 'refused' | 'undone' | 'kept'
  undoUntil?: string
}

/** SentBatch is a batch submitted a moment ago; it is taken back as one. */
export interface SentBatch { key: string; batch: Batch; parcels: Parcel[]; undoWanted: boolean }

/** Refused is a decision that the server did not take; it stays in sight until somebody deals with it. */
export interface Refused { work: WorkCase; mark?: string; problem: Problem }

export interface AlbumState {
  batch: Batch | null
  /** Held already, to be shown at once. */
  next: Batch[]
  sent: SentBatch[]
  refused: Refused[]
  /** The reason that was marked last. */
  last: string | null
  rest: Rest
  /** The last claim brought less than it asked for: nothing more waits for now. */
  dry: boolean
  failure: Problem | null
  failures: number
  /** How many decisions could not be taken back any more; said once. */
  tooLate: number
}

export const emptyAlbum: AlbumState = { batch: null, next: [], sent: [], refused: [], last: null, rest: 'none', dry: false, failure: null, failures: 0, tooLate: 0 }

export type AlbumEvent =
  | { type: 'batch'; event: BatchEvent }
  | { type: 'claimed'; cases: WorkCase[]; asked: number; prepare: (fresh: Batch) => Batch }
  | { type: 'claim_failed'; problem: Problem }
  | { type: 'stir' }
  | { type: 'submit'; key: string; keys: readonly string[] }
  | { type: 'parcel'; batch: string; key: string; state: Parcel['state']; decided?: Decided; problem?: Problem; work?: WorkCase }
  | { type: 'undo'; key: string }
  | { type: 'forget'; key: string }
  | { type: 'dismiss' }
  | { type: 'noticed' }
  | { type: 'rest'; rest: Rest }

/** underWay are the decisions that have no answer yet. */
export function underWay(state: AlbumState): Parcel[] {
  return state.sent.flatMap((sent) => sent.parcels.filter((parcel) => parcel.state === 'sending' || parcel.state === 'waiting'))
}

/** heldWorks are the cases that the leases are kept of. */
export function heldWorks(state: AlbumState): WorkCase[] {
  return [...(state.batch ? liveWorks(state.batch) : []), ...state.next.flatMap(liveWorks)]
}

/** wanted is how many cases the next claim asks for; 0 for none. What is held comes first in the answer, so it is counted in. */
export function wanted(state: AlbumState, prefetch: boolean): number {
  if (state.rest !== 'none' || state.next.length > 0 || (state.batch && !prefetch)) return 0
  return Math.min(100, batchSize + heldWorks(state).length + underWay(state).length + state.refused.length)
}

function known(state: AlbumState): Set<number> {
  const shown = [...(state.batch ? [state.batch] : []), ...state.next].flatMap((one) => one.cells.flatMap((cell) => cell.works))
  return new Set([...shown, ...state.sent.flatMap((sent) => sent.parcels.map((parcel) => parcel.work)), ...state.refused.map((refused) => refused.work)].map((work) => work.id))
}

/** advance shows the next batch where none is shown. */
function advance(state: AlbumState): AlbumState {
  const [first, ...others] = state.next
  if (state.batch || !first || state.rest === 'idle') return state
  return { ...state, batch: first, next: others }
}

export function album(state: AlbumState, event: AlbumEvent): AlbumState {
  switch (event.type) {
    case 'batch':
      return onBatch(state, event.event)
    case 'claimed': {
      const seen = known(state)
      const fresh = event.cases.filter((work) => !seen.has(work.id)).slice(0, batchSize)
      const shown = state.batch && changed(state.batch, { type: 'back', works: event.cases })
      const next = fresh.length > 0 ? [...state.next, event.prepare(batchOf(fresh))] : state.next
      return advance({ ...state, batch: shown, next, dry: event.cases.length < event.asked || fresh.length === 0, failure: null, failures: 0 })
    }
    case 'claim_failed':
      return { ...state, failure: event.problem, failures: state.failures + 1 }
    case 'stir':
      return { ...state, dry: false, failure: null, failures: 0 }
    case 'submit':
      return submitted(state, event.key, event.keys)
    case 'parcel':
      return delivered(state, event)
    case 'undo':
      return settled({ ...state, sent: state.sent.map((sent) => (sent.key === event.key ? { ...sent, undoWanted: true } : sent)) }, event.key)
    case 'forget':
      return { ...state, sent: state.sent.filter((sent) => sent.key !== event.key) }
    case 'dismiss':
      return { ...state, refused: [] }
    case 'noticed':
      return { ...state, tooLate: 0 }
    case 'rest':
      return restOf(state, event.rest)
  }
}

function onBatch(state: AlbumState, event: BatchEvent): AlbumState {
  const last = event.type === 'mark' || event.type === 'owner' ? event.label : state.last
  // Leases and losses concern every batch, what somebody does only the one shown.
  const everywhere = event.type === 'renewed' || event.type === 'out'
  const shown = state.batch && changed(state.batch, event)
  const next = everywhere ? state.next.map((one) => changed(one, event)).filter((one) => liveCells(one).length > 0) : state.next
  const gone = shown && liveCells(shown).length === 0
  return advance({ ...state, last, batch: gone ? null : shown, next })
}

function submitted(state: AlbumState, key: string, keys: readonly string[]): AlbumState {
  if (!state.batch) return state
  let n = 0
  const parcels = liveCells(state.batch).flatMap((cell) => cell.works.map((work): Parcel => ({ key: keys[n++] ?? `${key}-${n}`, work, cell: { id: cell.id, mark: cell.mark, note: cell.note }, state: 'sending' })))
  // Only the last batch is taken back: an older one keeps going without its pill.
  const sent = [...state.sent, { key, batch: state.batch, parcels, undoWanted: false }].slice(-4)
  return advance({ ...state, batch: null, sent })
}

function delivered(state: AlbumState, { batch: of, key, state: to, decided, problem, work }: Extract<AlbumEvent, { type: 'parcel' }>): AlbumState {
  const parcel = state.sent.find((sent) => sent.key === of)?.parcels.find((one) => one.key === key)
  if (!parcel) return state
  const after: Parcel = { ...parcel, state: to, work: work ?? parcel.work, undoUntil: decided?.undo_until ?? parcel.undoUntil }
  const sent = state.sent.map((one) => (one.key === of ? { ...one, parcels: one.parcels.map((each) => (each.key === key ? after : each)) } : one))
  const refused = to === 'refused' && problem ? [...state.refused, { work: parcel.work, mark: parcel.cell.mark, problem }] : state.refused
  return settled({ ...state, sent, refused, tooLate: state.tooLate + (to === 'kept' ? 1 : 0) }, of)
}

/** settled brings a batch back once everything of it was taken back that could be; what is shown meanwhile waits behind it. */
function settled(state: AlbumState, key: string): AlbumState {
  const sent = state.sent.find((one) => one.key === key)
  if (!sent?.undoWanted || sent.parcels.some((parcel) => ['sending', 'waiting', 'done'].includes(parcel.state))) return state
  const back = new Map(sent.parcels.filter((parcel) => parcel.state === 'undone').map((parcel) => [parcel.work.id, parcel.work]))
  const cells = sent.batch.cells.flatMap((cell) => {
    const works = cell.works.flatMap((work) => back.get(work.id) ?? [])
    return works.length > 0 && !cell.out ? [{ ...cell, works }] : []
  })
  const left = { ...state, sent: state.sent.filter((one) => one.key !== key) }
  if (cells.length === 0) return left
  const returned: Batch = { id: sent.batch.id, cells, at: Math.min(sent.batch.at, cells.length - 1) }
  return { ...left, batch: returned, next: [...(state.batch ? [state.batch] : []), ...state.next], rest: left.rest === 'idle' ? 'paused' : left.rest }
}

/** restOf stops the intake. A break leaves the batch in hand; who does not seem to be there loses it too. The caller gives back what falls away. */
function restOf(state: AlbumState, rest: Rest): AlbumState {
  if (rest === 'none') return advance({ ...state, rest, dry: false })
  if (rest === 'paused') return { ...state, rest: state.rest === 'idle' ? 'idle' : rest, next: [] }
  return { ...state, rest, batch: null, next: [] }
}

/** lostOut is the event of a case that is no longer held. */
export function lostOut(id: number, problem?: Problem): AlbumEvent {
  return { type: 'batch', event: { type: 'out', ids: [id], out: { why: 'lost', conflict: problem && isConflict(problem) ? problem.conflict : undefined } } }
}
