import type { Reversible } from './calls'

/** ReversalPanel undoes what one cause did: the counts first, then a note and a held button. Of all apps (app empty), one is chosen. */
export function ReversalPanel(_: Reversible & { onDone?: () => void }) {
  return null
}
