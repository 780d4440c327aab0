import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useKeys } from '../../keys/keys'

/** A press shorter than this is a click, and uncovers nothing. In milliseconds. */
const click = 150

/** useHold tells whether a veil is held open: by the key, by the pointer, and no longer than either. Another subject covers itself at once. */
export function useHold(subject: string | number, { keyed }: { keyed: boolean }) {
  const [open, setOpen] = useState<string | number | null>(null)
  const pressing = useRef<ReturnType<typeof setTimeout>>(undefined)
  const cover = useCallback(() => {
    clearTimeout(pressing.current)
    setOpen(null)
  }, [])
  const held = open === subject
  useKeys({ reveal: { down: () => setOpen(subject), up: cover } }, { enabled: keyed })
  useEffect(() => {
    if (!held) return undefined
    // Wherever the pointer is let go, and whenever somebody looks elsewhere.
    const names = ['pointerup', 'pointercancel', 'blur', 'pagehide'] as const
    for (const name of names) addEventListener(name, cover)
    document.addEventListener('visibilitychange', cover)
    return () => {
      for (const name of names) removeEventListener(name, cover)
      document.removeEventListener('visibilitychange', cover)
    }
  }, [held, cover])
  const grip = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      clearTimeout(pressing.current)
      pressing.current = setTimeout(() => setOpen(subject), click)
    },
    onPointerUp: cover,
    onPointerCancel: cover,
    onPointerLeave: cover,
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
  }
  return [held, grip] as const
}
