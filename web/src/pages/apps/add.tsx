import { type FormEvent, useState } from 'react'
import { api, asProblem, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { Field } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { appWords } from './words'

/** AddApp makes an app that speaks no protocol yet. One that is there already is not touched. */
export function AddApp({ taken, onClose, onDone }: { taken: (id: string) => boolean; onClose: () => void; onDone: (id: string) => void }) {
  const t = useWords(appWords)
  const reason = useReason()
  const [id, setID] = useState('')
  const [name, setName] = useState('')
  const add = useAct((input: { id: string; name: string }) => must(api.PUT('/apps/{id}', { params: { path: { id: input.id } }, body: { name: input.name } })), (_, input) => {
    onDone(input.id)
    onClose()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.run({ id, name: name.trim() || id })
  }
  const wrong = id === '' ? undefined : taken(id) ? t.taken : /^[a-z0-9_-]{1,64}$/.test(id) ? undefined : t.appIDHint
  const problem = add.error && asProblem(add.error)
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button type="submit" form="add-app" look="accent" disabled={add.busy || id === '' || wrong !== undefined}>{t.create}</Button>
    </>
  )
  return (
    <Dialog title={t.addTitle} onClose={onClose} foot={foot}>
      <form id="add-app" onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.appID} hint={t.appIDHint} required maxLength={64} spellCheck={false} autoComplete="off" error={wrong} value={id} onChange={(e) => setID(e.target.value.trim())} />
        <Field label={t.f_name} maxLength={80} value={name} onChange={(e) => setName(e.target.value)} />
        {problem && <Note tone="danger">{reason(problem)}</Note>}
      </form>
    </Dialog>
  )
}
