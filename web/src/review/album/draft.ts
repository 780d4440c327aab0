import { keptFor } from '../desk/draft'
import { type Batch, type Cell, hasReason } from './batch'

const shelf = 'xiezhi.marks'

interface Kept { at: number; mark?: string; note?: string }
type Shelf = Pick<Storage, 'getItem' | 'setItem'>

function read(store: Shelf, now: number): Record<string, Kept> {
  try {
    const all = JSON.parse(store.getItem(shelf) ?? '{}') as Record<string, Kept>
    return Object.fromEntries(Object.entries(all).filter(([, kept]) => now - kept.at <= keptFor))
  } catch {
    return {}
  }
}

/** keepMarks lays the marks of a batch away, so that neither a reload nor a lost lease loses them. */
export function keepMarks(batch: Batch, now = Date.now(), store: Shelf = localStorage) {
  const all = read(store, now)
  for (const { id, mark, note } of batch.cells) {
    if (mark !== undefined || note) all[id] = { at: now, mark, note }
    else delete all[id]
  }
  write(store, all)
}

/** withMarks gives a batch the marks that were laid away for it. */
export function withMarks(batch: Batch, now = Date.now(), store: Shelf = localStorage): Batch {
  const all = read(store, now)
  const kept = (cell: Cell): Cell => {
    const found = all[cell.id]
    if (!found) return cell
    return { ...cell, note: found.note, mark: found.mark !== undefined && hasReason(cell, found.mark) ? found.mark : cell.mark }
  }
  return { ...batch, cells: batch.cells.map(kept) }
}

/** dropMarks forgets those of a batch that was sent. */
export function dropMarks(batch: Batch, now = Date.now(), store: Shelf = localStorage) {
  const all = read(store, now)
  for (const { id } of batch.cells) delete all[id]
  write(store, all)
}

function write(store: Shelf, all: Record<string, Kept>) {
  try {
    store.setItem(shelf, JSON.stringify(all))
  } catch {
    // A full or forbidden shelf: the marks hold as long as the page.
  }
}
