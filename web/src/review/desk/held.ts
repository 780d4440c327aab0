import type { Queue } from './work'

// A page that is reloaded gives its cases back like one that closes: it cannot tell which it is. The next page of the same tab asks for them again by their ids.

const shelf = 'xiezhi.held.'
/** How long after the page went away its cases are asked for, in milliseconds. */
const askedFor = 60_000

export function rememberHeld(queue: Queue, ids: readonly number[], now = Date.now()) {
  try {
    if (ids.length > 0) sessionStorage.setItem(shelf + queue, JSON.stringify({ at: now, ids }))
  } catch {
    // Forbidden: then another case comes first.
  }
}

/** recallHeld are the cases that this tab held a moment ago. It tells once. */
export function recallHeld(queue: Queue, now = Date.now()): number[] {
  try {
    const { at, ids } = JSON.parse(sessionStorage.getItem(shelf + queue) ?? 'null') as { at: number; ids: number[] }
    sessionStorage.removeItem(shelf + queue)
    return now - at < askedFor ? ids.filter((id) => Number.isInteger(id)) : []
  } catch {
    return []
  }
}
