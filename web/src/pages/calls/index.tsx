import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { AppWindow, PhoneOff } from 'lucide-react'
import { api, must } from '../../api/client'
import { useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { AppNav } from '../../ui/appnav'
import { useFilters } from '../../ui/filters'
import { Empty, Failed, Loading } from '../../ui/states'
import { PolicyForm } from './form'
import { callWords } from './words'

/** CallsPage is what becomes of evidence from the apps' calls. */
export function CallsPage() {
  const t = useWords(callWords)
  const { filters } = useFilters()
  const { data, error, refetch } = useApps()
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const chosen = filters['app'] === undefined ? data.items[0] : data.items.find(({ app }) => app.id === filters['app'])
  const id = chosen?.app.id
  return (
    <Page title={t.title} scroll={false}>
      <div className="flex min-h-0 flex-1">
        {data.items.length > 1 && <AppNav label={t.apps} to="/calls" items={data.items} chosen={id} />}
        <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
          {id ? <OfApp key={id} app={id} /> : <Empty title={data.items.length === 0 ? t.none : t.unknown} icon={<AppWindow size={22} />}>{data.items.length === 0 && t.noneNote}</Empty>}
        </div>
      </div>
    </Page>
  )
}

function OfApp({ app }: { app: string }) {
  const t = useWords(callWords)
  const { may } = useSession()
  const { data, error, refetch } = useQuery({ queryKey: ['apps', app, 'evidence'], queryFn: () => must(api.GET('/apps/{id}/evidence', { params: { path: { id: app } } })), refetchOnWindowFocus: false })
  const [told, setTold] = useState(false)
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  if (!data.call_cloud) {
    return (
      <Empty title={t.noCloud} icon={<PhoneOff size={22} />}>
        {t.noCloudNote}{' '}
        {may('administer') && <Link to="/apps" search={{ id: app }} className="text-accent underline underline-offset-2">{t.toApps}</Link>}
      </Empty>
    )
  }
  // What was saved begins a new form, which still says so.
  return <PolicyForm key={JSON.stringify(data)} app={app} stored={data} told={told} onTold={setTold} />
}
