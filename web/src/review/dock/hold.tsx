import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { HoldButton } from '../../ui/holdbutton'
import { dockWords } from './words'

/** HoldConfirm asks before the few things that no undo makes good: nothing is typed, something is held. */
export function HoldConfirm({ what, onConfirm, onCancel }: { what: string; onConfirm: () => void; onCancel: () => void }) {
  const t = useWords(dockWords)
  return (
    <Dialog title={t.confirmTitle} onClose={onCancel} foot={<><Button look="ghost" onClick={onCancel}>{t.cancel}</Button><HoldButton onHeld={onConfirm}>{t.hold}</HoldButton></>}>
      <p className="text-ui text-ink-2">{t.confirmNote(what)}</p>
    </Dialog>
  )
}
