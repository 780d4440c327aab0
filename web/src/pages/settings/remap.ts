import { type Command, type Remapped, keymap, keysOf } from '../../keys/keymap'

/** The commands as they are listed, by what they are for. */
export const groups: Readonly<Record<'decide' | 'move' | 'work' | 'anywhere', readonly Command[]>> = {
  decide: ['pass', 'punish', 'batch', 'reason1', 'reason2', 'reason3', 'reason4', 'reason5', 'reason6', 'reason7', 'reason8', 'reason9', 'actionQ', 'actionW', 'actionE', 'actionR', 'actionT', 'actionY', 'shorter', 'longer', 'merge', 'lift'],
  move: ['up', 'down', 'left', 'right', 'space', 'evidence', 'user', 'reveal', 'sound', 'frameBack', 'frameOn'],
  work: ['undo', 'escalate', 'skip', 'note', 'copy', 'pause'],
  anywhere: ['go', 'palette', 'help'],
}

const all = Object.keys(keymap) as Command[]

// What the browser does before a page hears of it, or what people need for their texts.
const browsers = new Set(['KeyT', 'KeyW', 'KeyN', 'KeyR', 'KeyL', 'KeyQ', 'KeyC', 'KeyV', 'KeyX', 'KeyA', 'KeyZ', 'KeyP', 'KeyF', 'KeyS', 'Tab'].map((code) => `Mod+${code}`))

/** isReserved tells whether a chord cannot be anybody's command. */
export function isReserved(chord: string): boolean {
  return browsers.has(chord) || /^(Mod\+|Shift\+)?(Escape|Tab|CapsLock|F\d+|Meta\w*|Alt\w*|ContextMenu|Unidentified|)$/.test(chord)
}

/** holderOf is the other command that a chord already is. */
export function holderOf(chord: string, command: Command, changed: Remapped): Command | null {
  return all.find((other) => other !== command && keysOf(other, changed).includes(chord)) ?? null
}

/** assigned gives a command a key. The one it had at first is no change at all. */
export function assigned(changed: Remapped, command: Command, chord: string | null): Remapped {
  const next = { ...changed, [command]: chord }
  if (chord !== null && keymap[command][0] === chord) delete next[command]
  return next
}

/** takenOver gives a command a key of another, which keeps what else it has. */
export function takenOver(changed: Remapped, command: Command, chord: string): Remapped {
  const holder = holderOf(chord, command, changed)
  const left = holder === null ? changed : { ...changed, [holder]: keysOf(holder, changed).find((key) => key !== chord) ?? null }
  return assigned(left, command, chord)
}

/** restored gives a command its first keys back, unless another has one of them now: that one is named. */
export function restored(changed: Remapped, command: Command): { changed: Remapped; taken: { chord: string; by: Command } | null } {
  const next = { ...changed }
  delete next[command]
  for (const chord of keymap[command]) {
    const by = holderOf(chord, command, next)
    if (by) return { changed, taken: { chord, by } }
  }
  return { changed: next, taken: null }
}
