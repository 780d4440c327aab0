import { useEffect, useRef } from 'react'
import { usePreferences } from '../app/preferences'
import { type Command, type Remapped, chordOf, faceOf, keymap, keysOf, repeatable } from './keymap'

/** A binding acts when its key goes down; a hold also when it comes up again, or when the page loses the keyboard. */
export type Binding = (() => void) | { down: () => void; up: () => void }
export type Bindings = Partial<Record<Command, Binding>>

interface Layer {
  bindings: Bindings
  /** A dialog: nothing below hears of any key. */
  swallows: boolean
}

// The layers that listen, the topmost last. One window, one list.
const layers: Layer[] = []
let remapped: Remapped = {}
let singleKeys = true
let held: (() => void) | null = null
/** A listener that takes the next key press whole: the letter after G, or a key that somebody chooses anew. */
let captured: ((event: KeyboardEvent) => void) | null = null

export function captureNext(take: ((event: KeyboardEvent) => void) | null) {
  captured = take
}

/** useKeys binds commands while the component is there. Later components come before earlier ones. */
export function useKeys(bindings: Bindings, { swallows = false, enabled = true }: { swallows?: boolean; enabled?: boolean } = {}) {
  const layer = useRef<Layer>({ bindings, swallows })
  useEffect(() => {
    layer.current.bindings = bindings
    layer.current.swallows = swallows
  })
  useEffect(() => {
    if (!enabled) return undefined
    const mine = layer.current
    layers.push(mine)
    return () => {
      layers.splice(layers.indexOf(mine), 1)
    }
  }, [enabled])
}

/** useKeyboard listens for the whole window. Once, at the top. */
export function useKeyboard() {
  const [preferences] = usePreferences()
  remapped = preferences.keys
  singleKeys = preferences.singleKeys
  useEffect(() => {
    const letGo = () => {
      held?.()
      held = null
    }
    addEventListener('keydown', onKeyDown)
    addEventListener('keyup', letGo)
    addEventListener('blur', letGo)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener('keyup', letGo)
      removeEventListener('blur', letGo)
    }
  }, [])
}

/** isTyping tells whether the key belongs to a text being written. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
}

/** isPressed tells whether Enter or Space belongs to a control that somebody reached by Tab. */
function isPressed(event: KeyboardEvent): boolean {
  if (event.code !== 'Enter' && event.code !== 'Space') return false
  return event.target instanceof HTMLElement && event.target.matches('button:focus-visible, a:focus-visible, summary:focus-visible, [role="switch"]:focus-visible, input:focus-visible')
}

export function onKeyDown(event: KeyboardEvent) {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.altKey) return
  if (captured) {
    if (/^(Shift|Control|Meta)/.test(event.code)) return
    const take = captured
    captured = null
    event.preventDefault()
    take(event)
    return
  }
  const chord = chordOf(event)
  const plain = !chord.startsWith('Mod+')
  if (plain && (isTyping(event.target) || isPressed(event) || !singleKeys)) return
  for (const layer of layers.toReversed()) {
    for (const [command, binding] of Object.entries(layer.bindings) as [Command, Binding | undefined][]) {
      if (!binding || !keysOf(command, remapped).includes(chord)) continue
      event.preventDefault()
      if (!event.repeat || repeatable.has(command)) press(binding)
      return
    }
    if (layer.swallows) return
  }
}

function press(binding: Binding) {
  if (typeof binding === 'function') {
    binding()
    return
  }
  held?.()
  held = binding.up
  binding.down()
}

/** useFace is what is printed on a command's key; empty where it has none. */
export function useFace(command: Command): string {
  const [preferences] = usePreferences()
  if (!preferences.singleKeys && !keymap[command][0]?.startsWith('Mod+')) return ''
  const first = keysOf(command, preferences.keys)[0]
  return first ? faceOf(first) : ''
}
