import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { inSentence } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Note, useReason } from '../../ui/states'
import { type Bank, deleteBank } from './calls'
import { pictureWords } from './words'

/** DeleteBank deletes a bank, after saying what goes with it. */
export function DeleteBank({ bank, onClose, onDone }: { bank: Bank; onClose: () => void; onDone: () => void }) {
  const t = useWords(pictureWords)
  const reason = useReason()
  const remove = useAct<void, unknown>(() => deleteBank(bank.id), () => {
    onClose()
    onDone()
  })
  return (
    <Dialog title={t.deleteTitle(inSentence(bank.name, 20))} onClose={onClose} foot={<><Button onClick={onClose}>{t.cancel}</Button><HoldButton disabled={remove.busy} onHeld={() => remove.run()}>{t.confirmDelete}</HoldButton></>}>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{t.deleteNote(count(bank.entries))}</p>
        {remove.error && <Note tone="danger">{reason(remove.error)}</Note>}
      </div>
    </Dialog>
  )
}
