import { accused, blank, drafted } from '../desk/draft'
import { punishment } from '../desk/verdict'
import type { Conflict, Lease, Verdict, WorkCase } from '../desk/work'

/** Out is why a picture of the batch is not decided with it. */
export interface Out { why: 'lost' | 'skipped' | 'escalated'; conflict?: Conflict }

/** Cell is one picture as it is shown: a case, or several that show the same. */
export interface Cell {
  /** The first case's id. */
  id: number
  works: WorkCase[]
  /** Where it stood when it came. */
  place: number
  /** The label it is marked with; unmarked passes. */
  mark?: string
  note?: string
  out?: Out
}

export interface Batch {
  /** The id of the case that came first. */
  id: number
  cells: Cell[]
  /** Which of them has the focus. */
  at: number
}

export type BatchEvent =
  | { type: 'focus'; at: number }
  | { type: 'mark'; label: string }
  | { type: 'toggle'; label: string | null }
  | { type: 'clear' }
  | { type: 'clear_all' }
  | { type: 'owner'; label: string }
  | { type: 'note'; note: string }
  | { type: 'renewed'; id: number; lease: Lease }
  | { type: 'out'; ids: readonly number[]; out: Out }
  | { type: 'back'; works: readonly WorkCase[] }
  | { type: 'group'; on: boolean }

/** ownerOf is whose picture it is: the accused, or who uploaded it; null where nobody is named. */
export function ownerOf(work: WorkCase): string | null {
  return accused(work) ?? work.content.messages[0]?.sender_id ?? work.content.profile?.owner_id ?? null
}

/** Users of two apps may have the same id and are two people. */
function ownerKey(work: WorkCase): string {
  return JSON.stringify([work.app, ownerOf(work) ?? work.id])
}

/** Two cases show the same where they name the same address in the same app: what has another address is another picture. */
function pictureKey(work: WorkCase): string {
  const address = work.content.messages[0]?.url
  return address ? JSON.stringify([work.app, address]) : String(work.id)
}

/** batchOf makes a batch of cases, the same pictures together. */
export function batchOf(works: readonly WorkCase[]): Batch {
  const cells = new Map<string, Cell>()
  for (const work of works) {
    const key = pictureKey(work)
    const cell = cells.get(key)
    if (cell) cell.works.push(work)
    else cells.set(key, { id: work.id, works: [work], place: cells.size })
  }
  return { id: works[0]?.id ?? 0, cells: [...cells.values()], at: 0 }
}

export function caseOf(cell: Cell): WorkCase {
  return cell.works[0] as WorkCase
}

/** liveCells are those that a submit decides. */
export function liveCells(batch: Batch): Cell[] {
  return batch.cells.filter((cell) => !cell.out)
}

export function liveWorks(batch: Batch): WorkCase[] {
  return liveCells(batch).flatMap((cell) => cell.works)
}

/** hasReason tells whether a cell's cases may be decided for a label: each app has its own besides everybody's. */
export function hasReason(cell: Cell, label: string): boolean {
  return cell.works.every((work) => work.reasons.some((reason) => reason.label === label))
}

/** byOwner are the live pictures of a cell's owner, itself included. */
export function byOwner(batch: Batch, cell: Cell): Cell[] {
  const owners = new Set(cell.works.map(ownerKey))
  return liveCells(batch).filter((other) => other.works.some((work) => owners.has(ownerKey(work))))
}

/** tally counts the cases that will pass and those that will not, by label. */
export function tally(batch: Batch): { passed: number; marked: number; labels: Map<string, number> } {
  const labels = new Map<string, number>()
  let passed = 0
  let marked = 0
  for (const { mark, works } of liveCells(batch)) {
    if (mark === undefined) passed += works.length
    else {
      marked += works.length
      labels.set(mark, (labels.get(mark) ?? 0) + works.length)
    }
  }
  return { passed, marked, labels }
}

/** asksFirst tells whether a batch is confirmed before it is sent: from four cases on, more than half of them marked. */
export function asksFirst(batch: Batch): boolean {
  const { passed, marked } = tally(batch)
  return passed + marked >= 4 && marked > passed
}

/** verdictOf is what is sent for a case of a cell: the ladder's actions for the mark, or a pass. */
export function verdictOf(work: WorkCase, cell: Pick<Cell, 'mark' | 'note'>): Verdict {
  const memo = cell.note?.trim() ? { memo: cell.note.trim() } : {}
  if (cell.mark === undefined) return { verdict: 'pass', ...memo }
  const chosen = punishment(work, drafted(work)(blank(work), { type: 'reason', label: cell.mark }))
  return { ...(chosen ?? { verdict: cell.mark }), ...memo }
}

function each(batch: Batch, change: (cell: Cell, at: number) => Cell): Batch {
  return { ...batch, cells: batch.cells.map(change) }
}

function withMark(cell: Cell, mark: string | undefined): Cell {
  if (cell.out || (mark !== undefined && !hasReason(cell, mark))) return cell
  return { ...cell, mark }
}

/** changed is the batch after what somebody did, or what happened to its cases. */
export function changed(state: Batch, event: BatchEvent): Batch {
  const focused = state.cells[state.at]
  const onFocused = (change: (cell: Cell) => Cell) => each(state, (cell, at) => (at === state.at ? change(cell) : cell))
  switch (event.type) {
    case 'focus':
      return event.at >= 0 && event.at < state.cells.length ? { ...state, at: event.at } : state
    case 'mark':
      return onFocused((cell) => withMark(cell, cell.mark === event.label ? undefined : event.label))
    case 'toggle':
      return onFocused((cell) => withMark(cell, cell.mark === undefined ? (event.label ?? undefined) : undefined))
    case 'clear':
      return onFocused((cell) => withMark(cell, undefined))
    case 'clear_all':
      return each(state, (cell) => withMark(cell, undefined))
    case 'owner': {
      if (!focused) return state
      const his = byOwner(state, focused)
      // A second press takes back what the first did.
      const mark = his.every((cell) => cell.mark === event.label) ? undefined : event.label
      return each(state, (cell) => (his.includes(cell) ? withMark(cell, mark) : cell))
    }
    case 'note':
      return onFocused((cell) => ({ ...cell, note: event.note }))
    case 'renewed':
      return each(state, (cell) => (cell.works.some((work) => work.id === event.id) ? { ...cell, works: cell.works.map((work) => (work.id === event.id ? { ...work, ...event.lease } : work)) } : cell))
    case 'out':
      return event.ids.reduce((all, id) => outOf(all, id, event.out), state)
    case 'back':
      return each(state, (cell) => backIn(cell, event.works))
    case 'group':
      return grouped(state, event.on)
  }
}

/** outOf takes one case out. Of several that show the same, the others stay. */
function outOf(state: Batch, id: number, out: Out): Batch {
  return each(state, (cell) => {
    if (cell.out || !cell.works.some((work) => work.id === id)) return cell
    const rest = cell.works.filter((work) => work.id !== id)
    return rest.length > 0 ? { ...cell, works: rest } : { ...cell, out }
  })
}

/** backIn takes a lost picture in again that was claimed anew. */
function backIn(cell: Cell, works: readonly WorkCase[]): Cell {
  if (cell.out?.why !== 'lost') return cell
  const again = cell.works.flatMap((lost) => works.find((work) => work.id === lost.id) ?? [])
  return again.length > 0 ? { ...cell, works: again, out: undefined } : cell
}

/** grouped puts each owner's pictures together, or all back as they came; the focus stays on its picture. */
function grouped(state: Batch, on: boolean): Batch {
  const focused = state.cells[state.at]
  const came = state.cells.toSorted((a, b) => a.place - b.place)
  const owners = [...new Set(came.map((cell) => ownerKey(caseOf(cell))))]
  const cells = on ? owners.flatMap((owner) => came.filter((cell) => ownerKey(caseOf(cell)) === owner)) : came
  return { ...state, cells, at: Math.max(0, focused ? cells.indexOf(focused) : 0) }
}
