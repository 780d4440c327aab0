import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { ForeignLine, When } from '../../ui/foreign'
import type { Column } from '../../ui/table'
import { Tag } from '../../ui/tag'
import { Account, Moved, MovedBy, coinsOf } from './coins'
import type { Line } from './requests'
import { partyWords } from './words'

const tones = { reward: 'accent', credit: 'ok', refund: 'warn' } as const

/** useStatementColumns are the columns of a user's statement. */
export function useStatementColumns({ app, user, onRefund }: { app: string; user: string; onRefund?: (line: Line) => void }): Column<Line>[] {
  const t = useWords(partyWords)
  const refundable = (line: Line) => onRefund && line.kind === 'reward' && !line.refunded_by
  return [
    { key: 'at', head: t.at, width: '116px', cell: (line) => <When at={line.at} className="text-ink-2" /> },
    { key: 'no', head: t.no, width: '60px', cell: (line) => <span className="text-ink-3">#{line.id}</span> },
    { key: 'kind', head: t.kind, width: '84px', cell: (line) => <Tag tone={tones[line.kind]}>{t[line.kind]}</Tag> },
    { key: 'peer', head: t.peer, width: '120px', cell: (line) => <Account app={app} id={line.from === user ? line.to : line.from} /> },
    { key: 'what', head: t.what, cell: (line) => <What line={line} /> },
    { key: 'amount', head: t.amount, width: '92px', align: 'right', cell: (line) => <Moved coins={line.coins} /> },
    { key: 'left', head: t.left, width: '92px', align: 'right', cell: (line) => <span className="text-ink-2">{coinsOf(line.balance)}</span> },
    { key: 'by', head: t.by, width: '104px', cell: (line) => <MovedBy app={app} author={line.author} /> },
    {
      key: 'refund', head: '', width: '96px', align: 'right',
      cell: (line) => (refundable(line) ? <Button size="s" className="hidden align-middle lg:inline-flex" onClick={() => onRefund?.(line)}>{t.doRefund}</Button> : line.refunded_by ? <Tag title={t.refundedBy(line.refunded_by)}>{t.refunded}</Tag> : null),
    },
  ]
}

/** What was given, or why coins moved. */
function What({ line }: { line: Line }) {
  const t = useWords(partyWords)
  if (line.gift) return <Given gift={line.gift} many={line.count ?? 1} />
  return (
    <span className="flex min-w-0 gap-2">
      {line.refund_of ? <span className="shrink-0 text-ink-2">{t.returned(line.refund_of)}</span> : null}
      <ForeignLine>{line.reason ?? ''}</ForeignLine>
    </span>
  )
}

/** Given is a gift and how many of it. */
export function Given({ gift, many }: { gift: NonNullable<Line['gift']>; many: number }) {
  const t = useWords(partyWords)
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <ForeignLine>{gift.name}</ForeignLine>
      <span className="shrink-0">×{many}</span>
      {many > 1 && <span className="shrink-0 text-label text-ink-3">{t.each(coinsOf(gift.price))}</span>}
    </span>
  )
}
