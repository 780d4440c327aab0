import { Suspense, lazy, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Eraser } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useAppNames, useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button, CopyButton } from '../../ui/button'
import { Segmented } from '../../ui/field'
import { ChoiceFilter, useFilters } from '../../ui/filters'
import { inSentence } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { useLifting } from '../sanctions/table'
import { Beside, firstOf } from './beside'
import type { Erased } from './erase/calls'
import { DecisionsTable, ReportsTable, SanctionsTable } from './tables'
import { userWords } from './words'

const EraseDialog = lazy(() => import('./erase').then((module) => ({ default: module.EraseDialog })))
const ErasedPage = lazy(() => import('./erase').then((module) => ({ default: module.ErasedPage })))

export function UserPage() {
  const t = useWords(userWords)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { filters } = useFilters()
  const apps = useApps()
  const app = filters['app'] ?? (apps.data?.items.length === 1 ? apps.data.items[0]?.app.id : undefined)
  if (app) return <Known key={`${app} ${id}`} app={app} id={id} />
  return <Page title={titleOf(t, id)}>{apps.isPending ? <Loading /> : apps.error ? <Failed error={apps.error} again={() => void apps.refetch()} /> : <ChooseApp id={id} />}</Page>
}

const titleOf = (t: { title: (id: string) => string }, id: string) => t.title(inSentence(id))

/** ChooseApp asks whose user is meant. */
function ChooseApp({ id }: { id: string }) {
  const t = useWords(userWords)
  const names = useAppNames()
  return (
    <Empty title={t.chooseApp}>
      <p className="pb-4">{t.chooseNote}</p>
      <ul className="flex flex-wrap justify-center gap-2">
        {names.map(([app, name]) => <li key={app}><Link to="/users/$id" params={{ id }} search={{ app }} className="inline-flex h-8 items-center rounded-control border border-line-strong bg-surface px-3 text-ink hover:bg-hover">{name}</Link></li>)}
      </ul>
    </Empty>
  )
}

/** Known is somebody, until he is erased. */
function Known({ app, id }: { app: string; id: string }) {
  const [erasing, setErasing] = useState(false)
  const [erased, setErased] = useState<Erased | null>(null)
  return (
    <Suspense>
      {erased ? <ErasedPage app={app} done={erased} /> : <Standing app={app} id={id} onErase={() => setErasing(true)} />}
      {erasing && !erased && <Suspense><EraseDialog whom={{ app, id }} onClose={() => setErasing(false)} onErased={setErased} /></Suspense>}
    </Suspense>
  )
}

function Standing({ app, id, onErase }: { app: string; id: string; onErase: () => void }) {
  const t = useWords(userWords)
  const { may } = useSession()
  const names = useAppNames()
  const { set } = useFilters()
  const { data, error, refetch } = useQuery({
    queryKey: ['user', app, id], queryFn: () => must(api.GET('/users/{id}', { params: { path: { id }, query: { app, limit: firstOf } } })),
    refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: 60_000,
  })
  const aside = (
    <div className="flex items-center gap-2">
      {names.length > 0 && <ChoiceFilter label={t.app} value={app} options={names} onChange={(one) => set({ app: one })} />}
      {may('administer') && <Button size="s" look="ghost" className="hidden lg:inline-flex" icon={<Eraser size={14} aria-hidden="true" />} onClick={onErase}>{t.erase}</Button>}
      <CopyButton text={`${location.origin}/console/users/${encodeURIComponent(id)}?app=${encodeURIComponent(app)}`} label={t.copyLink} size="m" />
    </div>
  )
  return (
    <Page title={titleOf(t, id)} figures={<span className="text-ink-3">{t.audited}</span>} aside={aside} scroll={false}>
      {data ? <Record user={data} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}
    </Page>
  )
}

const tabs = ['reports', 'decisions', 'sanctions', 'filed'] as const

function Record({ user }: { user: Schemas['UserPage'] }) {
  const t = useWords(userWords)
  const { filters, set } = useFilters()
  const { button, dialog } = useLifting()
  const tab = tabs.find((one) => one === filters['tab']) ?? 'reports'
  const names = { reports: t.tabReports, decisions: t.tabDecisions, sanctions: t.tabSanctions, filed: t.tabFiled }
  const whose = { app: user.app, id: user.user_id }
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
      <div className="flex min-w-0 flex-1 flex-col bg-surface">
        <div className="flex h-11 shrink-0 items-center border-b border-line px-4"><Segmented label={t.tab} value={tab} options={tabs.map((one) => ({ value: one, label: names[one] }))} onChange={(one) => set({ tab: one })} /></div>
        <div className="min-h-0 flex-1 lg:overflow-y-auto">
          {tab === 'decisions' ? <DecisionsTable {...whose} /> : tab === 'sanctions' ? <SanctionsTable {...whose} button={button} /> : <ReportsTable key={tab} {...whose} filed={tab === 'filed'} />}
        </div>
      </div>
      <Beside user={user} button={button} />
      {dialog}
    </div>
  )
}
