import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { AppWindow } from 'lucide-react'
import { api, must } from '../../api/client'
import { useApps } from '../../api/known'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { AppNav } from '../../ui/appnav'
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
        {data.items.length > 1 && <AppNav label={t.apps} to="/thresholds" items={data.items} chosen={id} />}
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
