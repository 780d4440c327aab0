import type { ReactNode } from 'react'
import { cx } from './class'
import { Dot, type Tone } from './tag'

/** Section is a part of a page or panel, under a quiet heading. */
export function Section({ title, aside, children, flush }: { title: string; aside?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className="border-b border-line last:border-b-0">
      <header className="flex min-h-10 items-center justify-between gap-3 px-4">
        <h2 className="text-label font-medium text-ink-2">{title}</h2>
        {aside && <div className="flex items-center gap-2 text-label text-ink-3">{aside}</div>}
      </header>
      <div className={flush ? '' : 'px-4 pb-4 empty:hidden'}>{children}</div>
    </section>
  )
}

/** Facts is a list of what something is. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-ui">{children}</dl>
}

/** Fact is one of Facts; one that is not there takes no place. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === false || children === '' || children === 0) return null
  return (
    <div className="contents">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  )
}

export interface Happening { key: string | number; tone: Tone; what: ReactNode; who?: ReactNode; at?: ReactNode; more?: ReactNode; void?: boolean }

/** Timeline is what happened, one after the other. */
export function Timeline({ items, label }: { items: readonly Happening[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map((item, i) => (
        <li key={item.key} className="relative flex gap-3 pb-3 last:pb-0">
          {i < items.length - 1 && <span aria-hidden="true" className="absolute top-4 bottom-0 left-[3.5px] w-px bg-line-strong" />}
          <span className="mt-1.5 flex h-2"><Dot tone={item.tone} /></span>
          <div className="min-w-0 flex-1">
            <div className="flex items-baseline justify-between gap-3">
              <div className={cx('min-w-0 text-ui', item.void && 'text-ink-3 line-through')}>{item.what}</div>
              <div className="flex shrink-0 gap-1.5 text-label text-ink-3">{item.who}{item.at}</div>
            </div>
            {item.more && <div className="pt-0.5 text-ui text-ink-2">{item.more}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Figures are a few numbers side by side, each with its name. */
export function Figures({ items, large }: { items: readonly { name: string; value: ReactNode; note?: ReactNode; tone?: 'danger' | 'warn' }[]; large?: boolean }) {
  return (
    <dl className="grid grid-flow-col auto-cols-fr divide-x divide-line overflow-hidden rounded-card border border-line bg-surface">
      {items.map(({ name, value, note, tone }) => (
        <div key={name} className={cx('flex min-w-0 flex-col', large ? 'gap-1 px-4 py-3' : 'px-3 py-2')}>
          <dt className="order-2 text-label text-ink-2">{name}</dt>
          <dd className={cx('order-1 font-semibold whitespace-nowrap', large ? 'text-figure' : 'text-[17px] leading-6', tone === 'danger' && 'text-danger', tone === 'warn' && 'text-warn')}>{value}</dd>
          {note && <dd className="order-3 text-label text-ink-3">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
