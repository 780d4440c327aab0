import { useState } from 'react'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Area } from '../../ui/field'
import { dockWords } from './words'

/** The server's bound of a memo. */
const longest = 4096

/** NoteDialog writes the note that goes with the verdict. */
export function NoteDialog({ note, onChange, onClose }: { note: string; onChange: (note: string) => void; onClose: () => void }) {
  const t = useWords(dockWords)
  return (
    <Dialog title={t.noteTitle} onClose={onClose} keys={{ batch: onClose }} foot={<Button look="accent" command="batch" onClick={onClose}>{t.noteSave}</Button>}>
      <Area label={t.noteLabel} hint={t.noteHint} maxLength={longest} rows={5} dir="auto" value={note} onChange={(e) => onChange(e.target.value)} />
    </Dialog>
  )
}

/** EscalateDialog tells a supervisor why the case is his. */
export function EscalateDialog({ note, onSend, onClose }: { note: string; onSend: (memo: string) => void; onClose: () => void }) {
  const t = useWords(dockWords)
  const [memo, setMemo] = useState(note)
  const send = () => onSend(memo.trim())
  return (
    <Dialog
      title={t.escalateTitle} onClose={onClose} keys={{ batch: send }}
      foot={<><Button look="ghost" onClick={onClose}>{t.cancel}</Button><Button look="accent" command="batch" onClick={send}>{t.escalateSend}</Button></>}
    >
      <Area label={t.escalateLabel} hint={t.escalateHint} maxLength={longest} rows={4} dir="auto" value={memo} onChange={(e) => setMemo(e.target.value)} />
    </Dialog>
  )
}
