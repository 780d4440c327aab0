import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { AppWindow, Plus, SlidersHorizontal } from 'lucide-react'
import type { Schemas } from '../../api/client'
import { useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { useFilters } from '../../ui/filters'
import { Empty, Failed, Loading } from '../../ui/states'
import { AddApp } from './add'
import { AppSettings } from './app'
import { GlobalSettings } from './settings'
import { appWords } from './words'

type Item = Schemas['AppItem']

export function AppsPage() {
  const t = useWords(appWords)
  const { may } = useSession()
  const { filters, set } = useFilters()
  const { data, error, refetch } = useApps()
  const [adding, setAdding] = useState(false)
  const aside = may('administer') && <Button size="s" icon={<Plus size={14} />} className="hidden lg:inline-flex" onClick={() => setAdding(true)}>{t.add}</Button>
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const global = filters['global'] !== undefined && may('administer')
  const chosen = filters['id'] === undefined ? data.items[0] : data.items.find(({ app }) => app.id === filters['id'])
  return (
    <Page title={t.title} aside={aside} scroll={false}>
      <div className="flex min-h-0 flex-1">
        <Apps items={data.items} chosen={global ? undefined : chosen?.app.id} global={global} />
        <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
          {global ? <GlobalSettings /> : chosen ? <AppSettings key={chosen.app.id} item={chosen} /> : <Empty title={data.items.length === 0 ? t.none : t.unknown} icon={<AppWindow size={22} />}>{data.items.length === 0 && t.noneNote}</Empty>}
        </div>
      </div>
      {adding && <AddApp taken={(id) => data.items.some(({ app }) => app.id === id)} onClose={() => setAdding(false)} onDone={(id) => set({ id, global: undefined })} />}
    </Page>
  )
}

/** Apps is what to choose from: each app, and what holds for all. */
function Apps({ items, chosen, global }: { items: readonly Item[]; chosen?: string; global: boolean }) {
  const t = useWords(appWords)
  const { may } = useSession()
  const look = (on: boolean) => cx('flex min-h-9 items-center gap-2.5 rounded-control px-2.5 py-1', on ? 'bg-active font-medium' : 'text-ink-2 hover:bg-hover hover:text-ink')
  return (
    <nav aria-label={t.list} className="flex w-[220px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken p-2">
      {items.map(({ app }) => (
        <Link key={app.id} to="/apps" search={{ id: app.id ?? '' }} aria-current={app.id === chosen ? 'true' : undefined} className={look(app.id === chosen)}>
          <AppWindow size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
          <span className="min-w-0 flex-1"><span dir="auto" className="foreign-line block">{app.name || app.id}</span>{app.name && app.name !== app.id && <span className="foreign-line block text-meta text-ink-3">{app.id}</span>}</span>
        </Link>
      ))}
      {may('administer') && <Link to="/apps" search={{ global: '1' }} aria-current={global ? 'true' : undefined} className={cx(look(global), 'mt-2')}><SlidersHorizontal size={15} aria-hidden="true" className="shrink-0 text-ink-3" />{t.settings}</Link>}
    </nav>
  )
}
