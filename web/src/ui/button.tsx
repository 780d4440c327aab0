import { type ButtonHTMLAttributes, type ReactNode, useState } from 'react'
import { Check, Copy } from 'lucide-react'
import { useWords } from '../i18n/language'
import type { Command } from '../keys/keymap'
import { useFace } from '../keys/keys'
import { cx } from './class'
import { ui } from './words'

/** Key is a keycap, inside the control that the key triggers. */
export function Key({ children, solid = false }: { children: ReactNode; solid?: boolean }) {
  return (
    <kbd
      aria-hidden="true"
      className={cx(
        'inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-key border px-1 font-sans text-meta font-medium leading-none',
        solid ? 'border-current' : 'border-line-strong bg-surface text-ink-2',
      )}
    >
      {children}
    </kbd>
  )
}

/** CommandKey is the keycap of a command, nothing where it has no key. */
export function CommandKey({ command, solid }: { command: Command; solid?: boolean }) {
  const face = useFace(command)
  return face ? <Key solid={solid}>{face}</Key> : null
}

const looks = {
  plain: 'border-line-strong bg-surface text-ink hover:bg-hover',
  ghost: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink',
  ok: 'border-ok-line bg-ok-soft text-ok hover:border-ok',
  danger: 'border-transparent bg-danger-solid text-on-solid hover:brightness-110',
  warn: 'border-danger-line bg-danger-soft text-danger hover:border-danger',
  accent: 'border-transparent bg-accent-solid text-on-solid hover:brightness-110',
} as const
const sizes = { s: 'h-7 gap-1.5 px-2 text-label', m: 'h-8 gap-2 px-3 text-ui', l: 'h-10 gap-2 px-4 text-[14px] font-medium' } as const

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks
  size?: keyof typeof sizes
  icon?: ReactNode
  command?: Command
}

/** Button: at most one solid one (danger, accent) in each zone. */
export function Button({ look = 'plain', size = 'm', icon, command, className, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={cx(
        'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-control border transition-colors duration-100',
        look === 'ghost' ? 'disabled:bg-transparent disabled:text-ink-3' : 'disabled:border-line disabled:bg-hover disabled:text-ink-3 disabled:brightness-100',
        looks[look], sizes[size], className,
      )}
    >
      {icon}
      {children}
      {command && <CommandKey command={command} solid={look === 'danger' || look === 'accent'} />}
    </button>
  )
}

/** IconButton needs a label: an icon alone says nothing to a screen reader. */
export function IconButton({ label, children, className, size = 'm', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; size?: 's' | 'm' }) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink disabled:text-ink-3 disabled:hover:bg-transparent',
        size === 's' ? 'size-6' : 'size-8', className,
      )}
    >
      {children}
    </button>
  )
}

/** CopyButton copies a text and says so for a moment. */
export function CopyButton({ text, label, size = 's' }: { text: string; label?: string; size?: 's' | 'm' }) {
  const t = useWords(ui)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard?.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <IconButton label={copied ? t.copied : (label ?? t.copy)} size={size} onClick={() => void copy()}>
      {copied ? <Check size={14} className="text-ok" /> : <Copy size={14} />}
    </IconButton>
  )
}
