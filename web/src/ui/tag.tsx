import type { ReactNode } from 'react'
import { cx } from './class'

const tones = {
  plain: 'border-line-strong bg-hover text-ink-2',
  accent: 'border-accent-line bg-accent-soft text-accent',
  danger: 'border-danger-line bg-danger-soft text-danger',
  warn: 'border-warn-line bg-warn-soft text-warn',
  ok: 'border-ok-line bg-ok-soft text-ok',
} as const
export type Tone = keyof typeof tones

/** Tag is a word of state. The word says it; the colour only helps. */
export function Tag({ tone = 'plain', icon, children, title }: { tone?: Tone; icon?: ReactNode; children: ReactNode; title?: string }) {
  return (
    <span title={title} className={cx('inline-flex h-5 max-w-full items-center gap-1 rounded-key border px-1.5 text-meta whitespace-nowrap', tones[tone])}>
      {icon}
      <span className="foreign-line">{children}</span>
    </span>
  )
}

const dots = { plain: 'bg-ink-3', accent: 'bg-accent', danger: 'bg-danger', warn: 'bg-warn-dot', ok: 'bg-ok-dot' } as const

/** Dot stands before a word of state. */
export function Dot({ tone = 'plain' }: { tone?: Tone }) {
  return <span aria-hidden="true" className={cx('inline-block size-2 shrink-0 rounded-full', dots[tone])} />
}

// Twelve quiet pairs; whoever has no picture always has the same one.
const skies = ['#8ea6d8,#a06bb4', '#86b6d4,#7b8fd0', '#d9a679,#b98a3a', '#88b794,#4f8f7a', '#d09ab0,#a2648c', '#9fb3c8,#5f7fa0', '#c9b27e,#9a7b4f', '#a3a7d6,#6b6fb3', '#7fc0b6,#3f8f86', '#d69a8c,#b1605a', '#b7c08a,#7f8f4a', '#b8a2cc,#7d62a0']

/** Avatar is the first character of a name on a colour of its own. */
export function Avatar({ name, size = 28 }: { name: string; size?: number }) {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return (
    <span
      aria-hidden="true"
      className="inline-flex shrink-0 items-center justify-center rounded-full font-medium text-on-solid"
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42), background: `linear-gradient(135deg, ${skies[sum % skies.length]})`, textShadow: '0 1px 2px #0008' }}
    >
      {Array.from(name.trim())[0]?.toUpperCase() ?? '?'}
    </span>
  )
}

/** Ring drains as time runs out. Left is 0–1. */
export function Ring({ left, tone = 'accent', size = 16 }: { left: number; tone?: 'accent' | 'danger' | 'current'; size?: number }) {
  const radius = size / 2 - 1.5
  const around = 2 * Math.PI * radius
  return (
    <svg aria-hidden="true" width={size} height={size} className={cx('shrink-0 -rotate-90', tone === 'accent' ? 'text-accent' : tone === 'danger' ? 'text-danger' : 'text-current')}>
      <circle cx={size / 2} cy={size / 2} r={radius} fill="none" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2.5" />
      <circle
        cx={size / 2} cy={size / 2} r={radius} fill="none" stroke="currentColor" strokeWidth="2.5"
        strokeDasharray={around} strokeDashoffset={around * (1 - Math.min(1, Math.max(0, left)))}
      />
    </svg>
  )
}
