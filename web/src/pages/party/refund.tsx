import { useState } from 'react'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Fact, Facts } from '../../ui/facts'
import { Area, Segmented } from '../../ui/field'
import { ForeignLine, When } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Note } from '../../ui/states'
import { coinsOf, useRefused } from './coins'
import { type Line, type Transfer, refund } from './requests'
import { Given } from './statement'
import { partyWords } from './words'

type Short = 'stop' | 'bear'

/** RefundDialog gives a reward back, from who got it to who gave it, after saying what and how much. */
export function RefundDialog({ app, line, onClose, onDone }: { app: string; line: Line; onClose: () => void; onDone: (made: Transfer) => void }) {
  const t = useWords(partyWords)
  const refused = useRefused()
  const [reason, setReason] = useState('')
  const [short, setShort] = useState<Short>('stop')
  const back = useAct((body: { reason: string; house_bears: boolean }, key) => refund(app, line.id, body, key), (made) => {
    onDone(made)
    onClose()
  })
  const why = reason.trim()
  const coins = coinsOf(line.coins)
  const choose = (next: Short) => {
    back.reset()
    setShort(next)
  }
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <HoldButton disabled={back.busy || why === ''} onHeld={() => why !== '' && back.run({ reason: why, house_bears: short === 'bear' })}>{t.holdRefund(coins)}</HoldButton>
    </>
  )
  return (
    <Dialog title={t.refundTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-4">
        <Facts>
          <Fact name={t.gift}>{line.gift && <Given gift={line.gift} many={line.count ?? 1} />}</Fact>
          <Fact name={t.sum}><span className="font-medium">{t.coins(coins)}</span></Fact>
          <Fact name={t.way}><span className="flex min-w-0 gap-1.5"><ForeignLine>{line.to}</ForeignLine><span aria-hidden="true">→</span><ForeignLine>{line.from}</ForeignLine></span></Fact>
          <Fact name={t.at}><When at={line.at} /></Fact>
        </Facts>
        <Area label={t.reason} required hint={t.reasonHint} maxLength={500} rows={3} value={reason} onChange={(e) => setReason(e.target.value)} />
        <div className="flex flex-col gap-1">
          <span className="text-label text-ink-2">{t.short}</span>
          <span><Segmented<Short> label={t.short} options={[{ value: 'stop', label: t.shortStop }, { value: 'bear', label: t.shortBear }]} value={short} onChange={choose} /></span>
          <p className="text-label text-ink-3">{short === 'stop' ? t.shortStopNote : t.shortBearNote}</p>
        </div>
        {back.error && <Note tone="danger">{refused(back.error)}</Note>}
      </div>
    </Dialog>
  )
}
