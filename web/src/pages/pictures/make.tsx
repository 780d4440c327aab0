import { type FormEvent, useState } from 'react'
import { asProblem } from '../../api/client'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Choice, Field, Segmented } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { categories } from '../words/calls'
import { type Kind, addBank } from './calls'
import { pictureWords } from './words'

/** MakeBank makes an empty bank. */
export function MakeBank({ onClose, onDone }: { onClose: () => void; onDone: (id: number) => void }) {
  const t = useWords(pictureWords)
  const terms = useTerms()
  const reason = useReason()
  const apps = useApps().data?.items ?? []
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>('banned')
  const [label, setLabel] = useState<string>('porn')
  const [app, setApp] = useState('')
  const make = useAct(addBank, (bank) => {
    onDone(bank.id)
    onClose()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.run({ name: name.trim(), kind, ...(kind === 'banned' && { label }), ...(app && { app }) })
  }
  const problem = make.error && asProblem(make.error)
  const taken = problem?.status === 409
  return (
    <Dialog title={t.makeTitle} onClose={onClose} foot={<><Button onClick={onClose}>{t.cancel}</Button><Button type="submit" form="make-bank" look="accent" disabled={make.busy || name.trim() === ''}>{t.make}</Button></>}>
      <form id="make-bank" onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.name} required maxLength={64} autoComplete="off" error={taken ? t.nameTaken : undefined} value={name} onChange={(e) => { setName(e.target.value); if (problem) make.reset() }} />
        <div className="flex flex-col gap-1">
          <span className="text-label text-ink-2">{t.kind}</span>
          <span><Segmented<Kind> label={t.kind} options={[{ value: 'banned', label: t.banned }, { value: 'good', label: t.good }]} value={kind} onChange={setKind} /></span>
          <p className="text-label text-ink-3">{kind === 'banned' ? t.bannedNote : t.goodNote}</p>
        </div>
        {kind === 'banned' && <Choice label={t.label} value={label} onChange={(e) => setLabel(e.target.value)}>{categories.map((one) => <option key={one} value={one}>{terms.label(one)}</option>)}</Choice>}
        <Choice label={t.app} value={app} onChange={(e) => setApp(e.target.value)}>
          <option value="">{t.allApps}</option>
          {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
        </Choice>
        {problem && !taken && <Note tone="danger">{reason(problem)}</Note>}
      </form>
    </Dialog>
  )
}
