import { type FormEvent, useState } from 'react'
import { api, asProblem, must } from '../../api/client'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Choice, Field } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { type WordList, useWordLists } from './calls'
import { wordWords } from './words'

/** ListDialog makes a list, or changes one. */
export function ListDialog({ list, onClose, onDone }: { list?: WordList; onClose: () => void; onDone?: (id: number) => void }) {
  const t = useWords(wordWords)
  const reason = useReason()
  const apps = useApps().data?.items ?? []
  const others = useWordLists().data?.items ?? []
  const [name, setName] = useState(list?.name ?? '')
  const [app, setApp] = useState(list?.app ?? '')
  const [note, setNote] = useState(list?.note ?? '')
  const put = useAct(
    (body: { app?: string; name: string; note: string; enabled: boolean }) => must(list ? api.PUT('/words/lists/{id}', { params: { path: { id: list.id } }, body }) : api.PUT('/words/lists', { body })),
    (made) => {
      onDone?.(made.id)
      onClose()
    },
  )
  const given = name.trim()
  // Without an id, the server would change the list that has the name.
  const taken = others.some((other) => other.id !== list?.id && other.app === app && other.name === given) || (put.error && asProblem(put.error).code === 'name_taken')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (given !== '' && !taken) put.run({ app: app || undefined, name: given, note: note.trim(), enabled: list?.enabled ?? true })
  }
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button type="submit" form="word-list" look="accent" disabled={put.busy || given === '' || Boolean(taken)}>{list ? t.save : t.make}</Button>
    </>
  )
  return (
    <Dialog title={list ? t.editTitle : t.makeTitle} onClose={onClose} foot={foot}>
      <form id="word-list" onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.name} required maxLength={20} autoComplete="off" value={name} error={taken ? t.nameTaken : undefined} onChange={(e) => { setName(e.target.value); if (put.error) put.reset() }} />
        <Choice label={t.app} value={app} onChange={(e) => setApp(e.target.value)}>
          <option value="">{t.allApps}</option>
          {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
        </Choice>
        <Field label={t.listNote} maxLength={160} autoComplete="off" value={note} onChange={(e) => setNote(e.target.value)} />
        {put.error && !taken && <Note tone="danger">{reason(put.error)}</Note>}
      </form>
    </Dialog>
  )
}
