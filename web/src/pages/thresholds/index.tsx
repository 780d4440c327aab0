import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { AppWindow } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useApps } from '../../api/known'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { cx } from '../../ui/class'
import { useFilters } from '../../ui/filters'
import { Empty, Failed, Loading } from '../../ui/states'
import { AuditForm } from './form'
import { thresholdWords } from './words'

/** ThresholdsPage is how the apps' live messages are judged and kept. */
export function ThresholdsPage() {
  const t = useWords(thresholdWords)
  const { filters } = useFilters()
  const { data, error, refetch } = useApps()
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const chosen = filters['app'] === undefined ? data.items[0] : data.items.find(({ app }) => app.id === filters['app'])
  const id = chosen?.app.id
  return (
    <Page title={t.title} scroll={false}>
      <div className="flex min-h-0 flex-1">
        {data.items.length > 1 && <Apps items={data.items} chosen={id} />}
        <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
          {id ? <OfApp key={id} app={id} /> : <Empty title={data.items.length === 0 ? t.none : t.unknown} icon={<AppWindow size={22} />}>{data.items.length === 0 && t.noneNote}</Empty>}
        </div>
      </div>
    </Page>
  )
}

function OfApp({ app }: { app: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ['apps', app, 'audit'], queryFn: () => must(api.GET('/apps/{id}/audit', { params: { path: { id: app } } })), refetchOnWindowFocus: false })
  const [told, setTold] = useState(false)
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  // What was saved begins a new form, which still says so.
  return <AuditForm key={JSON.stringify(data)} app={app} stored={data} told={told} onTold={setTold} />
}

function Apps({ items, chosen }: { items: readonly Schemas['AppItem'][]; chosen?: string }) {
  const t = useWords(thresholdWords)
  return (
    <nav aria-label={t.apps} className="flex w-[200px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken p-2 max-lg:w-[140px]">
      {items.map(({ app }) => (
        <Link
          key={app.id} to="/thresholds" search={{ app: app.id ?? '' }} aria-current={app.id === chosen ? 'true' : undefined}
          className={cx('flex min-h-9 items-center gap-2.5 rounded-control px-2.5 py-1', app.id === chosen ? 'bg-active font-medium' : 'text-ink-2 hover:bg-hover hover:text-ink')}
        >
          <AppWindow size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
          <span dir="auto" className="foreign-line block">{app.name || app.id}</span>
        </Link>
      ))}
    </nav>
  )
}
