import { Link } from '@tanstack/react-router'
import { PartyPopper } from 'lucide-react'
import { useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { AppNav } from '../../ui/appnav'
import { Segmented } from '../../ui/field'
import { useFilters } from '../../ui/filters'
import { Empty, Failed, Loading } from '../../ui/states'
import { GiftsPart } from './gifts'
import { LookUp } from './lookup'
import { TicketsPart } from './tickets'
import { WalletPart } from './wallet'
import { partyWords } from './words'

const parts = ['gifts', 'wallets', 'calls'] as const

/** PartyPage is the party of an app: what its users give each other, what they have, whom they call. */
export function PartyPage() {
  const t = useWords(partyWords)
  const { filters } = useFilters()
  const { data, error, refetch } = useApps()
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const items = data.items.filter((item) => item.party)
  const chosen = filters['app'] === undefined ? items[0] : items.find(({ app }) => app.id === filters['app'])
  const id = chosen?.app.id
  return (
    <Page title={t.title} scroll={false}>
      <div className="flex min-h-0 flex-1">
        {items.length > 1 && <AppNav label={t.apps} items={items} chosen={id} to="/party" search={filters['part'] ? { part: filters['part'] } : {}} />}
        <div className="flex min-w-0 flex-1 flex-col bg-surface">{id ? <OfApp key={id} app={id} /> : <Nothing unknown={items.length > 0} />}</div>
      </div>
    </Page>
  )
}

function Nothing({ unknown }: { unknown: boolean }) {
  const t = useWords(partyWords)
  return (
    <Empty title={unknown ? t.unknown : t.none} icon={<PartyPopper size={22} />}>
      {!unknown && <Link to="/apps" className="text-accent hover:underline">{t.noneNote}</Link>}
    </Empty>
  )
}

function OfApp({ app }: { app: string }) {
  const t = useWords(partyWords)
  const { may } = useSession()
  const { filters, set } = useFilters()
  const seen = parts.filter((one) => one !== 'calls' || may('oversee'))
  const part = seen.find((one) => one === filters['part']) ?? 'gifts'
  const user = filters['user_id']
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-3 border-b border-line px-4 py-1.5">
        <Segmented label={t.parts} value={part} options={seen.map((value) => ({ value, label: t[value] }))} onChange={(value) => value !== part && set({ part: value })} />
        {part !== 'gifts' && <LookUp user={user} onLook={(user_id) => set({ user_id })} />}
        {part !== 'gifts' && user && <span className="text-label text-ink-3">{t.audited}</span>}
      </div>
      {part === 'gifts' ? <GiftsPart app={app} /> : part === 'wallets' ? <WalletPart key={user} app={app} user={user} /> : <TicketsPart key={user} app={app} user={user} />}
    </>
  )
}
