import { api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { ForeignLine } from '../../ui/foreign'
import { Secret } from '../../ui/secret'
import { Note, useReason } from '../../ui/states'
import { appWords } from './words'

/** RotateDialog gives a secret a new value, says before what follows, and shows it once. */
export function RotateDialog({ app, secret, onClose }: { app: string; secret: string; onClose: () => void }) {
  const t = useWords(appWords)
  const reason = useReason()
  const rotate = useAct((name: string, key) => must(api.POST('/apps/{id}/rotate', { params: { path: { id: app }, header: { 'Idempotency-Key': key } }, body: { secret: name } })))
  if (rotate.result) {
    return (
      <Dialog title={t.rotated} onClose={onClose} foot={<Button look="accent" onClick={onClose}>{t.close}</Button>}>
        <Secret label={rotate.result.secret} value={rotate.result.value} note={t.rotatedNote} copy={t.copy} />
      </Dialog>
    )
  }
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button look="danger" disabled={rotate.busy} onClick={() => rotate.run(secret)}>{t.confirmRotate}</Button>
    </>
  )
  return (
    <Dialog title={t.rotateTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-3">
        <ForeignLine className="font-mono text-ui">{secret}</ForeignLine>
        <p className="text-ui text-ink-2">{t.rotateNote}</p>
        {rotate.error && <Note tone="danger">{reason(rotate.error)}</Note>}
      </div>
    </Dialog>
  )
}
