import { Phone, PhoneCall, Video } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { span } from '../../i18n/when'
import { ForeignLine, UserLink, When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import type { Column } from '../../ui/table'
import { Tag, type Tone } from '../../ui/tag'
import { type Ticket, readTickets } from './requests'
import { partyWords } from './words'

/** TicketsPart is what calls left, of everybody or of one user. */
export function TicketsPart({ app, user }: { app: string; user?: string }) {
  const t = useWords(partyWords)
  const pages = usePages<Ticket>(['calls', app, user], (cursor) => readTickets(app, user, cursor), { looked: user !== undefined })
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <PagedTable pages={pages} columns={useTicketColumns(app)} rowKey={(ticket) => ticket.id} label={t.tickets} empty={{ title: user ? t.noTicketsOf : t.noTickets, note: t.noTicketsNote, icon: <PhoneCall size={22} /> }} />
    </div>
  )
}

const statuses: Readonly<Record<number, readonly ['s1' | 's2' | 's3' | 's4' | 's5', Tone]>> = { 1: ['s1', 'ok'], 2: ['s2', 'plain'], 3: ['s3', 'warn'], 4: ['s4', 'warn'], 5: ['s5', 'plain'] }

function useTicketColumns(app: string): Column<Ticket>[] {
  const t = useWords(partyWords)
  return [
    { key: 'at', head: t.at, width: '116px', cell: (ticket) => <When at={ticket.start} className="text-ink-2" /> },
    { key: 'caller', head: t.caller, width: '168px', cell: (ticket) => <UserLink app={app} id={ticket.caller} /> },
    { key: 'callee', head: t.callee, width: '168px', cell: (ticket) => <UserLink app={app} id={ticket.callee} /> },
    { key: 'type', head: t.type, width: '88px', cell: (ticket) => <Kind video={ticket.type === 2} /> },
    { key: 'status', head: t.status, width: '100px', cell: (ticket) => <Status status={ticket.status} /> },
    { key: 'length', head: t.length, width: '88px', align: 'right', cell: (ticket) => (ticket.seconds > 0 ? span(ticket.seconds * 1000) : <span className="text-ink-3">—</span>) },
    { key: 'why', head: t.why, cell: (ticket) => t[ticket.reason] },
    { key: 'id', head: t.callID, width: '172px', wide: true, cell: (ticket) => <ForeignLine className="font-mono text-label text-ink-3">{ticket.call_id}</ForeignLine> },
  ]
}

function Kind({ video }: { video: boolean }) {
  const t = useWords(partyWords)
  const Icon = video ? Video : Phone
  return <span className="inline-flex items-center gap-1.5 align-bottom"><Icon size={13} aria-hidden="true" className="text-ink-3" />{video ? t.video : t.audio}</span>
}

function Status({ status }: { status: number }) {
  const t = useWords(partyWords)
  const [name, tone] = statuses[status] ?? [null, 'plain' as const]
  return <Tag tone={tone}>{name ? t[name] : status}</Tag>
}
