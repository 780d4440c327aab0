import { useState } from 'react'
import { Coins, HandCoins, WalletMinimal } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button, CopyButton } from '../../ui/button'
import { UserLink, inSentence } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import { Empty, Failed, Loading, Note } from '../../ui/states'
import { Avatar } from '../../ui/tag'
import { coinsOf } from './coins'
import { CreditDialog } from './credit'
import { RefundDialog } from './refund'
import { type Line, type Transfer, type Wallet, readWallet } from './requests'
import { useStatementColumns } from './statement'
import { partyWords } from './words'

/** WalletPart is a user's coins, where one is asked for. */
export function WalletPart({ app, user }: { app: string; user?: string }) {
  const t = useWords(partyWords)
  if (!user) return <Empty title={t.lookTitle} icon={<WalletMinimal size={22} />}>{t.lookNote}</Empty>
  return <OneWallet app={app} user={user} />
}

function OneWallet({ app, user }: { app: string; user: string }) {
  const t = useWords(partyWords)
  const { may } = useSession()
  const pages = usePages<Line, Wallet>(['wallets', app, user], (cursor) => readWallet(app, user, cursor), { looked: true })
  const [asks, setAsks] = useState<'credit' | Line | null>(null)
  const [done, setDone] = useState<{ kind: 'credit' | 'refund'; transfer: Transfer } | null>(null)
  const columns = useStatementColumns({ app, user, onRefund: may('keep_coins') ? setAsks : undefined })
  if (pages.pending) return <Loading rows={10} />
  if (!pages.last) return <Failed error={pages.error} again={pages.retry} />
  const { balance } = pages.last
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <header className="flex min-h-[72px] items-center gap-3 border-b border-line px-4 py-3">
        <Avatar name={user} size={40} />
        <div className="flex min-w-0 flex-1 items-center gap-1 text-[15px] font-semibold"><UserLink app={app} id={user} className="no-underline" /><CopyButton text={user} /></div>
        <div className="shrink-0 text-right">
          <p className="text-figure font-semibold whitespace-nowrap">{coinsOf(balance)}</p>
          <p className="flex items-center justify-end gap-1 text-label text-ink-2"><Coins size={12} aria-hidden="true" />{t.balance}</p>
        </div>
        {may('keep_coins') && <Button look="accent" icon={<HandCoins size={15} />} className="ml-3 hidden lg:inline-flex" onClick={() => setAsks('credit')}>{t.doCredit}</Button>}
      </header>
      {done && <div className="px-4 pt-3"><Done {...done} /></div>}
      <PagedTable pages={pages} columns={columns} rowKey={(line) => line.id} label={t.statement} empty={{ title: t.noLines, note: t.noLinesNote, icon: <Coins size={22} /> }} />
      {asks === 'credit' && <CreditDialog app={app} user={user} balance={balance} onClose={() => setAsks(null)} onDone={(transfer) => setDone({ kind: 'credit', transfer })} />}
      {asks && asks !== 'credit' && <RefundDialog app={app} line={asks} onClose={() => setAsks(null)} onDone={(transfer) => setDone({ kind: 'refund', transfer })} />}
    </div>
  )
}

/** Done says what was moved. */
function Done({ kind, transfer }: { kind: 'credit' | 'refund'; transfer: Transfer }) {
  const t = useWords(partyWords)
  const who = inSentence(transfer.user_id)
  const told = kind === 'credit' ? t.credited(who, coinsOf(transfer.coins), coinsOf(transfer.balance)) : t.refundDone(who, coinsOf(transfer.coins))
  const bore = kind === 'refund' && transfer.house > 0 && t.bore(coinsOf(transfer.house))
  return <Note tone="ok"><bdi>{[told, bore, transfer.repeated && t.repeated].filter(Boolean).join(' ')}</bdi></Note>
}
