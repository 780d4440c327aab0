import { useState } from 'react'
import { api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { Area } from '../../ui/field'
import { ForeignLine, inSentence } from '../../ui/foreign'
import { Note, useReason } from '../../ui/states'
import { useSanctionName } from './name'
import { type Sanction, liftOf } from './sanction'
import { sanctionWords } from './words'

/** LiftDialog ends one sanction, after saying what follows. */
export function LiftDialog({ sanction, onClose, onDone }: { sanction: Sanction; onClose: () => void; onDone?: () => void }) {
  const t = useWords(sanctionWords)
  const terms = useTerms()
  const nameOf = useSanctionName()
  const reason = useReason()
  const [memo, setMemo] = useState('')
  const lift = useAct(
    (input: { memo?: string }, key) => must(api.POST('/sanctions/{id}/lift', { params: { path: { id: sanction.id }, header: { 'Idempotency-Key': key } }, body: input })),
    () => {
      onDone?.()
      onClose()
    },
  )
  const told = liftOf(sanction)
  const send = () => { if (!lift.busy) lift.run({ memo: memo.trim() || undefined }) }
  const foot = (
    <>
      <Button onClick={onClose}>{t.keep}</Button>
      <Button look="accent" command="batch" disabled={lift.busy} onClick={send}>{t.confirm}</Button>
    </>
  )
  return (
    <Dialog title={t.liftTitle} onClose={onClose} keys={{ batch: send }} foot={foot}>
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-2 text-[15px] font-medium">
          <span className="shrink-0">{nameOf(sanction)}</span>
          <ForeignLine className="font-normal text-ink-2">{`${terms.subject(sanction.subject.kind)} ${sanction.subject.id}`}</ForeignLine>
        </div>
        <p className="text-ui text-ink-2">
          {told && <span className="foreign text-ink">{sanction.action === 'kick_room' ? t.toldCall : sanction.place_id ? t.toldPlace(terms.act(told), inSentence(sanction.place_id)) : t.told(terms.act(told))}</span>}
          {t.unless}
        </p>
        <Area label={t.memo} hint={t.memoHint} maxLength={1000} rows={3} value={memo} onChange={(e) => setMemo(e.target.value)} />
        {lift.error && <Note tone="danger">{reason(lift.error)}</Note>}
      </div>
    </Dialog>
  )
}
