import { type ReactNode, useEffect, useId, useRef } from 'react'
import { X } from 'lucide-react'
import { useWords } from '../i18n/language'
import { type Bindings, useKeys } from '../keys/keys'
import { IconButton } from './button'
import { cx } from './class'
import { ui } from './words'

/** Dialog is the browser's own, which holds the focus and gives it back. While it is open, nothing below it hears of a key. */
export function Dialog({ title, onClose, children, foot, wide, keys = {} }: {
  title: string; onClose: () => void; children: ReactNode; foot?: ReactNode; wide?: boolean; keys?: Bindings
}) {
  const t = useWords(ui)
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  useKeys(keys, { swallows: true })
  useEffect(() => {
    const dialog = element.current
    if (!dialog) return undefined
    dialog.showModal()
    // The browser would take the close button, and Enter would press it.
    ;(dialog.querySelector<HTMLElement>('[data-first], textarea, select, input:not([type=checkbox], [type=radio], [readonly])') ?? dialog).focus()
    return () => dialog.close()
  }, [])
  return (
    <dialog
      ref={element}
      tabIndex={-1}
      aria-labelledby={id}
      onCancel={(e) => { e.preventDefault(); onClose() }}
      onMouseDown={(e) => { if (e.target === element.current) onClose() }}
      className={cx('m-auto max-h-[86vh] rounded-dialog border border-line bg-raised p-0 text-ink shadow-float outline-none', wide ? 'w-[min(880px,94vw)]' : 'w-[min(480px,94vw)]')}
    >
      <div className="flex max-h-[86vh] flex-col">
        <header className="flex h-12 shrink-0 items-center justify-between border-b border-line pr-2 pl-5">
          <h2 id={id} className="text-[15px] font-semibold">{title}</h2>
          <IconButton label={t.close} onClick={onClose}><X size={16} /></IconButton>
        </header>
        <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
        {foot && <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-5 py-3">{foot}</footer>}
      </div>
    </dialog>
  )
}
