import { api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { inSentence } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Note, useReason } from '../../ui/states'
import type { WordList } from './calls'
import { wordWords } from './words'

/** DeleteDialog deletes a list, after saying what goes with it. */
export function DeleteDialog({ list, onClose, onDone }: { list: WordList; onClose: () => void; onDone: () => void }) {
  const t = useWords(wordWords)
  const reason = useReason()
  const remove = useAct<void, unknown>(() => must(api.DELETE('/words/lists/{id}', { params: { path: { id: list.id } } })), () => {
    onClose()
    onDone()
  })
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <HoldButton onHeld={() => { if (!remove.busy) remove.run() }}>{t.confirmDelete}</HoldButton>
    </>
  )
  return (
    <Dialog title={t.deleteTitle(inSentence(list.name, 20))} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{t.deleteNote(count(list.terms))}</p>
        {remove.error && <Note tone="danger">{reason(remove.error)}</Note>}
      </div>
    </Dialog>
  )
}
