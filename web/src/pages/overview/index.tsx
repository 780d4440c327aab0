import { Problem } from '../../api/client'
import { useNews } from '../../api/events'
import { useAppNames } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useLanguage, useWords } from '../../i18n/language'
import { clock } from '../../i18n/when'
import { ChoiceFilter, useFilters } from '../../ui/filters'
import { Failed, Loading } from '../../ui/states'
import { Dot } from '../../ui/tag'
import { FourFigures } from './figures'
import { PaceLines } from './pace'
import { QueueRows } from './queues'
import { sums, total } from './sums'
import { Team } from './team'
import { overviewWords } from './words'

export function OverviewPage() {
  const t = useWords(overviewWords)
  const { may } = useSession()
  const { queues, state, heard } = useNews()
  const { filters, set } = useFilters()
  const names = useAppNames()
  const app = filters['app']
  const list = sums(queues, app)
  const aside = names.length > 0 && <ChoiceFilter label={t.app} value={app ?? ''} options={names} onChange={(one) => set({ app: one })} />
  if (!heard) return <Page title={t.title} figures={<Pulse />}>{state === 'lost' ? <Failed error={new Problem({ status: 0, code: 'unreachable' })} /> : <Loading />}</Page>
  return (
    <Page title={t.title} figures={<Pulse />} aside={aside}>
      <div className="flex flex-col gap-4 p-5">
        <FourFigures all={total(list)} app={app} />
        <PaceLines app={app} />
        <div className="flex flex-col gap-4 min-[1240px]:flex-row min-[1240px]:items-start">
          <div className="min-w-0 flex-1"><Card title={t.queues}><QueueRows list={list} /></Card></div>
          {may('senior') && <div className="min-[1240px]:w-[400px] min-[1600px]:w-[520px]"><Card title={t.team} note={t.byName}><Team /></Card></div>}
        </div>
      </div>
    </Page>
  )
}

function Card({ title, note, children }: { title: string; note?: string; children: React.ReactNode }) {
  return (
    <section className="min-w-0 overflow-hidden rounded-card border border-line bg-surface">
      <header className="flex h-10 items-center justify-between px-4 text-label"><h2 className="font-medium text-ink-2">{title}</h2><span className="text-ink-3">{note}</span></header>
      {children}
    </section>
  )
}

/** Pulse says whether what is shown is so now, or since when nothing was heard. */
function Pulse() {
  const t = useWords(overviewWords)
  const language = useLanguage()
  const { state, since } = useNews()
  if (state === 'live') return <span className="inline-flex items-center gap-1.5"><Dot tone="ok" />{t.live}</span>
  if (state === 'connecting') return <span className="inline-flex items-center gap-1.5"><Dot />{t.connecting}</span>
  return <span role="status" className="inline-flex items-center gap-1.5 text-warn"><Dot tone="warn" />{t.lost} · {t.asOf(clock(new Date(since), language))}</span>
}
