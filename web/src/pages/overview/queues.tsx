import { Link, useNavigate } from '@tanstack/react-router'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { type Column, Table } from '../../ui/table'
import { Dot } from '../../ui/tag'
import type { QueueSum } from './sums'
import { Waited } from './waited'
import { overviewWords } from './words'

/** QueueRows is how each queue stands; a row leads to where it is reviewed. The order never changes. */
export function QueueRows({ list }: { list: readonly QueueSum[] }) {
  const t = useWords(overviewWords)
  const terms = useTerms()
  const { may } = useSession()
  const navigate = useNavigate()
  const number = (n: number) => (n === 0 ? <span className="text-ink-3">0</span> : count(n))
  const columns: Column<QueueSum>[] = [
    {
      key: 'queue', head: t.queue,
      cell: (q) => (may('decide') ? <Link to="/review/$queue" params={{ queue: q.queue }} className="font-medium hover:text-accent" onClick={(e) => e.stopPropagation()}>{terms.queue(q.queue)}</Link> : <span className="font-medium">{terms.queue(q.queue)}</span>),
    },
    { key: 'waiting', head: t.waiting, width: '80px', align: 'right', cell: (q) => <span className={q.waiting > 0 ? 'font-semibold' : ''}>{number(q.waiting)}</span> },
    { key: 'risk', head: t.risk, width: '84px', align: 'right', cell: (q) => <span className="inline-flex items-center gap-1.5">{q.risk > 0 && <Dot tone="warn" />}{number(q.risk)}</span> },
    { key: 'held', head: t.inReview, width: '84px', align: 'right', cell: (q) => number(q.held) },
    { key: 'senior', head: t.senior, width: '96px', wide: true, align: 'right', cell: (q) => number(q.senior) },
    { key: 'oldest', head: t.oldestAt, width: '104px', align: 'right', cell: (q) => (q.oldest ? <Waited since={q.oldest} /> : <span className="text-ink-3">–</span>) },
    { key: 'in', head: t.hourIn, width: '100px', align: 'right', cell: (q) => number(q.arrived) },
    { key: 'out', head: t.hourOut, width: '100px', align: 'right', cell: (q) => number(q.decided) },
  ]
  return <Table columns={columns} rows={list} rowKey={(q) => q.queue} label={t.queues} onOpen={may('decide') ? (q) => void navigate({ to: '/review/$queue', params: { queue: q.queue } }) : undefined} />
}
