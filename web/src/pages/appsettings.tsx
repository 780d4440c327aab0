import type { ReactNode } from 'react'
import { AppWindow } from 'lucide-react'
import { useApps } from '../api/known'
import { Page } from '../app/shell'
import { AppNav } from '../ui/appnav'
import { useFilters } from '../ui/filters'
import { Empty, Failed, Loading } from '../ui/states'

interface Words { title: string; apps: string; none: string; noneNote: string; unknown: string }

/** AppSettings is a page of settings that each app has for itself: the address names the app, or the first one is shown. */
export function AppSettings({ to, words: t, children }: { to: Parameters<typeof AppNav>[0]['to']; words: Words; children: (app: string) => ReactNode }) {
  const { filters } = useFilters()
  const { data, error, refetch } = useApps()
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const chosen = filters['app'] === undefined ? data.items[0] : data.items.find(({ app }) => app.id === filters['app'])
  const id = chosen?.app.id
  return (
    <Page title={t.title} scroll={false}>
      <div className="flex min-h-0 flex-1">
        {data.items.length > 1 && <AppNav label={t.apps} to={to} items={data.items} chosen={id} />}
        <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
          {id ? children(id) : <Empty title={data.items.length === 0 ? t.none : t.unknown} icon={<AppWindow size={22} />}>{data.items.length === 0 && t.noneNote}</Empty>}
        </div>
      </div>
    </Page>
  )
}
