import { useState } from 'react'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Fact, Facts } from '../../ui/facts'
import { Area, Field } from '../../ui/field'
import { ForeignLine } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Note } from '../../ui/states'
import { coinsOf, useRefused } from './coins'
import { whole } from './draft'
import { type Transfer, credit } from './requests'
import { partyWords } from './words'

/** CreditDialog gives a user coins of the house, after saying how many and what he has then. */
export function CreditDialog({ app, user, balance, onClose, onDone }: { app: string; user: string; balance: number; onClose: () => void; onDone: (made: Transfer) => void }) {
  const t = useWords(partyWords)
  const refused = useRefused()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const give = useAct((body: { coins: number; reason: string }, key) => credit(app, user, body, key), (made) => {
    onDone(made)
    onClose()
  })
  const coins = whole(typed)
  const why = reason.trim()
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <HoldButton disabled={give.busy || coins === null || why === ''} onHeld={() => coins !== null && why !== '' && give.run({ coins, reason: why })}>{coins === null ? t.holdNothing : t.holdCredit(coinsOf(coins))}</HoldButton>
    </>
  )
  return (
    <Dialog title={t.creditTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-4">
        <Field label={t.coinsField} required inputMode="numeric" autoComplete="off" maxLength={16} error={typed !== '' && coins === null ? t.badCoins : undefined} value={typed} onChange={(e) => setTyped(e.target.value)} />
        <Area label={t.reason} required hint={t.reasonHint} maxLength={500} rows={3} value={reason} onChange={(e) => setReason(e.target.value)} />
        <Facts>
          <Fact name={t.user}><ForeignLine className="font-medium">{user}</ForeignLine></Fact>
          <Fact name={t.after}>{coins === null ? t.coins(coinsOf(balance)) : <><span className="text-ink-2">{coinsOf(balance)} → </span><span className="font-medium">{t.coins(coinsOf(balance + coins))}</span></>}</Fact>
        </Facts>
        <p className="text-label text-ink-2">{t.creditNote}</p>
        {give.error && <Note tone="danger">{refused(give.error)}</Note>}
      </div>
    </Dialog>
  )
}
