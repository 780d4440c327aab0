import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/language'
import { Button, Key } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { dockWords } from './words'

/** How long Enter, or the pointer, is held for what cannot be made good. In milliseconds. */
export const holdFor = 600

/** HoldConfirm asks before the few things that no undo makes good: nothing is typed, something is held. */
export function HoldConfirm({ what, onConfirm, onCancel }: { what: string; onConfirm: () => void; onCancel: () => void }) {
  const t = useWords(dockWords)
  return (
    <Dialog title={t.confirmTitle} onClose={onCancel} foot={<><Button look="ghost" onClick={onCancel}>{t.cancel}</Button><HoldButton onDone={onConfirm} /></>}>
      <p className="text-ui text-ink-2">{t.confirmNote(what)}</p>
    </Dialog>
  )
}

function HoldButton({ onDone }: { onDone: () => void }) {
  const t = useWords(dockWords)
  const [holding, setHolding] = useState(false)
  const done = useRef(onDone)
  useEffect(() => { done.current = onDone })
  useEffect(() => {
    if (!holding) return undefined
    const timer = setTimeout(() => done.current(), holdFor)
    return () => clearTimeout(timer)
  }, [holding])
  const stop = () => setHolding(false)
  return (
    <button
      data-first
      type="button"
      onKeyDown={(e) => {
        if (e.key !== 'Enter' && e.key !== ' ') return
        e.preventDefault()
        if (!e.repeat) setHolding(true)
      }}
      onKeyUp={stop} onBlur={stop} onPointerDown={() => setHolding(true)} onPointerUp={stop} onPointerLeave={stop} onPointerCancel={stop}
      className="relative inline-flex h-8 items-center gap-2 overflow-hidden rounded-control bg-danger-solid px-3 text-ui text-on-solid"
    >
      <span aria-hidden="true" className={`absolute inset-y-0 left-0 bg-ink/25 ${holding ? 'w-full transition-[width] duration-[600ms] ease-linear' : 'w-0'}`} />
      <span className="relative inline-flex items-center gap-2">{t.hold}<Key solid>↵</Key>{t.holdOn}</span>
    </button>
  )
}
