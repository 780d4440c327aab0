import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { cx } from './class'
import { Key } from './button'

/** How long it is held, in milliseconds. */
const holdFor = 600

/** HoldButton does what cannot be made good: Enter or the pointer is held on it, so that no slip does it. It takes the focus. */
export function HoldButton({ children, onHeld, disabled }: { children: ReactNode; onHeld: () => void; disabled?: boolean }) {
  const [holding, setHolding] = useState(false)
  const done = useRef(onHeld)
  useEffect(() => { done.current = onHeld })
  useEffect(() => {
    if (!holding) return undefined
    const letGo = () => setHolding(false)
    const timer = setTimeout(() => {
      setHolding(false)
      done.current()
    }, holdFor)
    addEventListener('blur', letGo)
    return () => {
      clearTimeout(timer)
      removeEventListener('blur', letGo)
    }
  }, [holding])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !['Enter', 'NumpadEnter', 'Space'].includes(event.code)) return
    event.preventDefault()
    // What repeats was pressed before this button was there.
    if (!event.repeat) setHolding(true)
  }
  return (
    <button
      data-first
      type="button"
      disabled={disabled}
      onKeyDown={onKeyDown}
      onKeyUp={() => setHolding(false)}
      onBlur={() => setHolding(false)}
      onPointerDown={(event) => { if (event.button === 0) setHolding(true) }}
      onPointerUp={() => setHolding(false)}
      onPointerLeave={() => setHolding(false)}
      // A click without a pointer is a screen reader's, which cannot hold.
      onClick={(event) => { if (event.detail === 0) onHeld() }}
      className="relative inline-flex h-8 shrink-0 items-center gap-2 overflow-hidden rounded-control bg-danger-solid px-3 text-ui text-on-solid select-none disabled:bg-hover disabled:text-ink-3"
    >
      <span aria-hidden="true" className={cx('absolute inset-0 origin-left bg-veil ease-linear', holding ? 'scale-x-100 transition-transform duration-600' : 'scale-x-0')} />
      <span className="relative inline-flex items-center gap-2">{children}<Key solid>↵</Key></span>
    </button>
  )
}
