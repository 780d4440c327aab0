import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { Note, useReason } from '../../ui/states'
import { appWords } from './words'

/** RemoveDialog takes a protocol away from an app, with its secrets. */
export function RemoveDialog({ what, onRemove, onClose }: { what: string; onRemove: () => Promise<unknown>; onClose: () => void }) {
  const t = useWords(appWords)
  const reason = useReason()
  const remove = useAct<void, unknown>(() => onRemove(), onClose)
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button look="danger" disabled={remove.busy} onClick={() => remove.run()}>{t.confirmRemove}</Button>
    </>
  )
  return (
    <Dialog title={t.removeTitle(what)} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{t.removeNote}</p>
        {remove.error && <Note tone="danger">{reason(remove.error)}</Note>}
      </div>
    </Dialog>
  )
}
