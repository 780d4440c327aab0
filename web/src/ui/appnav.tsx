import { Link } from '@tanstack/react-router'
import { AppWindow } from 'lucide-react'
import type { Schemas } from '../api/client'
import { cx } from './class'

/** AppNav chooses one of several apps on a page of their settings; search is what else the address keeps. */
export function AppNav({ label, to, items, chosen, search }: { label: string; to: '/thresholds' | '/calls' | '/party'; items: readonly Schemas['AppItem'][]; chosen?: string; search?: Readonly<Record<string, string>> }) {
  return (
    <nav aria-label={label} className="flex w-[200px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken p-2 max-lg:w-[140px]">
      {items.map(({ app }) => (
        <Link
          key={app.id} to={to} search={{ ...search, app: app.id ?? '' }} aria-current={app.id === chosen ? 'true' : undefined}
          className={cx('flex min-h-9 items-center gap-2.5 rounded-control px-2.5 py-1', app.id === chosen ? 'bg-active font-medium' : 'text-ink-2 hover:bg-hover hover:text-ink')}
        >
          <AppWindow size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
          <span dir="auto" className="foreign-line block">{app.name || app.id}</span>
        </Link>
      ))}
    </nav>
  )
}
