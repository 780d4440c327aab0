import { type FormEvent, useState } from 'react'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { Field } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { type List, listCalls } from './lists'
import { peopleWords } from './words'

/** AddDialog puts somebody on a list. */
export function AddDialog({ list, app, onClose, onAdded }: { list: List; app: string; onClose: () => void; onAdded: (id: string) => void }) {
  const t = useWords(peopleWords)
  const reason = useReason()
  const [id, setID] = useState('')
  const add = useAct((user_id: string, key) => listCalls[list].add(app, user_id, key), (_, user_id) => {
    onAdded(user_id)
    onClose()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (id.trim() !== '') add.run(id.trim())
  }
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button type="submit" form="add-person" look="accent" disabled={add.busy || id.trim() === ''}>{t.addButton}</Button>
    </>
  )
  return (
    <Dialog title={t.addTitle(t[list])} onClose={onClose} foot={foot}>
      <form id="add-person" onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ui text-ink-2">{list === 'risk' ? t.riskNote : t.specialNote}</p>
        <Field label={t.userID} required maxLength={128} autoComplete="off" value={id} onChange={(e) => setID(e.target.value)} />
        {add.error && <Note tone="danger">{reason(add.error)}</Note>}
      </form>
    </Dialog>
  )
}
