import type { ReactNode } from 'react'
import type { Command } from '../../keys/keymap'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'

/** keep leaves the focus where it is: a press of the mouse must not turn the next Enter into another press of the same button. */
export const keep = (event: { preventDefault: () => void }) => event.preventDefault()

/** Row is one line of a dock, after its name. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-start">
      <span aria-hidden="true" className="w-11 shrink-0 pt-2 text-label text-ink-3">{name}</span>
      {children}
    </div>
  )
}

/** Small is one of a dock's lesser buttons. */
export function Small({ icon, command, disabled, onClick, on, children }: { icon: ReactNode; command: Command; disabled: boolean; onClick: () => void; on?: boolean; children: ReactNode }) {
  return <Button look="ghost" size="s" icon={icon} command={command} disabled={disabled} onMouseDown={keep} onClick={onClick} className={cx('disabled:border-transparent disabled:bg-transparent', on && 'text-accent')}>{children}</Button>
}
