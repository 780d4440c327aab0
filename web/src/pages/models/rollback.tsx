import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { HoldButton } from '../../ui/holdbutton'
import { Note, useReason } from '../../ui/states'
import { rollBack } from './calls'
import { modelWords } from './words'

/** RollBackDialog puts what was in use before in use again. */
export function RollBackDialog({ onClose, onTold }: { onClose: () => void; onTold: (text: string) => void }) {
  const t = useWords(modelWords)
  const reason = useReason()
  const back = useAct<void, Awaited<ReturnType<typeof rollBack>>>(rollBack, ({ model }) => {
    onTold(model ? t.backTo(model.version) : t.backToNone)
    onClose()
  })
  return (
    <Dialog title={t.rollbackTitle} onClose={onClose} foot={<><Button onClick={onClose}>{t.cancel}</Button><HoldButton disabled={back.busy} onHeld={() => back.run()}>{t.confirmRollback}</HoldButton></>}>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{t.rollbackNote}</p>
        {back.error && <Note tone="danger">{reason(back.error)}</Note>}
      </div>
    </Dialog>
  )
}
