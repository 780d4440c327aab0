import { type FormEvent, useId, useState } from 'react'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Note } from '../../ui/states'
import { ui } from '../../ui/words'
import { useRefusal } from './refusal'
import { settingsWords } from './words'

interface Given { password: string; code: string }

/** Proof asks for both halves of the log-in before something about it changes. */
export function Proof<Out>({ title, note, action, danger, act, onDone, onClose }: {
  title: string; note: string; action: string; danger?: boolean; act: (given: Given, key: string) => Promise<Out>; onDone: (out: Out) => void; onClose: () => void
}) {
  const t = useWords(settingsWords)
  const common = useWords(ui)
  const id = useId()
  const refusal = useRefusal()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { run, busy, error } = useAct(act, onDone)
  const refused = refusal(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run({ password, code: code.trim() })
  }
  return (
    <Dialog title={title} onClose={onClose} foot={<><Button onClick={onClose}>{common.cancel}</Button><Button type="submit" form={id} look={danger ? 'danger' : 'accent'} disabled={busy}>{action}</Button></>}>
      <form id={id} onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ui text-ink-2">{note}</p>
        <Field label={t.oldPassword} type="password" autoComplete="current-password" required maxLength={256} value={password} error={refused?.field === 'password' ? refused.text : undefined} onChange={(e) => setPassword(e.target.value)} />
        <Field label={t.codeOrRecovery} autoComplete="one-time-code" required maxLength={64} value={code} error={refused?.field === 'code' ? refused.text : undefined} onChange={(e) => setCode(e.target.value)} />
        {refused && refused.field === null && <Note tone="danger">{refused.text}</Note>}
      </form>
    </Dialog>
  )
}
