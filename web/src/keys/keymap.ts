// Keys are physical (event.code), so that another layout, a Cyrillic one say, moves nothing.

export const reasons = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
export type ReasonKey = (typeof reasons)[number]
export const actionKeys = ['Q', 'W', 'E', 'R', 'T', 'Y'] as const
export type ActionKey = (typeof actionKeys)[number]

export type Command =
  | 'pass' | 'punish' | 'batch' | `reason${ReasonKey}` | `action${ActionKey}` | 'shorter' | 'longer'
  | 'up' | 'down' | 'left' | 'right' | 'space' | 'evidence' | 'user' | 'reveal' | 'sound' | 'merge' | 'lift'
  | 'undo' | 'escalate' | 'skip' | 'note' | 'copy' | 'pause' | 'go' | 'palette' | 'help' | 'frameBack' | 'frameOn'

/** keymap gives each command its keys; the first is shown. A chord is Mod+ (⌘ or Ctrl) or Shift+ and a code. */
export const keymap: Readonly<Record<Command, readonly string[]>> = {
  pass: ['KeyA'], punish: ['Enter', 'NumpadEnter'], batch: ['Mod+Enter', 'Mod+NumpadEnter'],
  reason1: ['Digit1', 'Numpad1'], reason2: ['Digit2', 'Numpad2'], reason3: ['Digit3', 'Numpad3'], reason4: ['Digit4', 'Numpad4'],
  reason5: ['Digit5', 'Numpad5'], reason6: ['Digit6', 'Numpad6'], reason7: ['Digit7', 'Numpad7'], reason8: ['Digit8', 'Numpad8'],
  reason9: ['Digit9', 'Numpad9'],
  actionQ: ['KeyQ'], actionW: ['KeyW'], actionE: ['KeyE'], actionR: ['KeyR'], actionT: ['KeyT'], actionY: ['KeyY'],
  shorter: ['BracketLeft'], longer: ['BracketRight'],
  up: ['ArrowUp', 'KeyK'], down: ['ArrowDown', 'KeyJ'], left: ['ArrowLeft', 'KeyH'], right: ['ArrowRight', 'KeyL'],
  space: ['Space'], evidence: ['KeyX'], user: ['KeyU'], reveal: ['KeyV'], sound: ['KeyM'], merge: ['KeyB'], lift: ['KeyO'],
  undo: ['KeyZ'], escalate: ['KeyF'], skip: ['KeyS'], note: ['KeyN'], copy: ['KeyC'], pause: ['KeyP'], go: ['KeyG'],
  palette: ['Mod+KeyK'], help: ['Shift+Slash'], frameBack: ['Comma'], frameOn: ['Period'],
}

/** repeatable commands go on while their key is held down; a decision never does. */
export const repeatable: ReadonlySet<Command> = new Set<Command>(['up', 'down', 'left', 'right', 'shorter', 'longer', 'frameBack', 'frameOn'])

/** The letters of G then letter. */
export const goKeys = { M: 'message', A: 'album', D: 'dialogue', L: 'live', E: 'evidence', P: 'profile' } as const

export type Remapped = Partial<Record<Command, string | null>>

/** keysOf are a command's keys after what somebody changed. */
export function keysOf(command: Command, changed: Remapped): readonly string[] {
  const own = changed[command]
  if (own === undefined) return keymap[command]
  return own === null ? [] : [own]
}

/** chordOf is a key press the way keymap writes it. */
export function chordOf(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey'>): string {
  if (event.ctrlKey || event.metaKey) return `Mod+${event.code}`
  return event.shiftKey ? `Shift+${event.code}` : event.code
}

const faces: Record<string, string> = {
  Enter: '↵', Space: 'Space', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', BracketLeft: '[', BracketRight: ']',
  Comma: ',', Period: '.', Slash: '/', Escape: 'Esc', Backspace: '⌫', Minus: '-', Equal: '=', Semicolon: ';', Quote: "'", Backquote: '`', Backslash: '\\',
}

/** isApple tells which key Mod is. */
export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** faceOf is what is printed on a key. */
export function faceOf(chord: string): string {
  if (chord === 'Shift+Slash') return '?'
  return chord
    .split('+')
    .map((part) => {
      if (part === 'Mod') return isApple ? '⌘' : 'Ctrl'
      if (part === 'Shift') return '⇧'
      return faces[part] ?? part.replace(/^(Key|Digit|Numpad)/, '')
    })
    .join(isApple ? '' : ' ')
}
