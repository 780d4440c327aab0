import { type FormEvent, useState } from 'react'
import { api, asProblem } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { Note } from '../../ui/states'
import { useRefusal } from './refusal'
import { settingsWords } from './words'

export function Password() {
  const t = useWords(settingsWords)
  const { me } = useSession()
  const refusal = useRefusal()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [differ, setDiffer] = useState(false)
  const { run, busy, error, result, reset } = useAct(
    async (body: { old: string; new: string }, key) => {
      await api.POST('/staff/me/password', { body, params: { header: { 'Idempotency-Key': key } } })
      return true
    },
    () => {
      setOld('')
      setFresh('')
      setAgain('')
    },
  )
  const refused = refusal(error)
  const isNewBad = error !== null && /new|password/.test(asProblem(error).field ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reset()
    setDiffer(fresh !== again)
    if (fresh === again) run({ old, new: fresh })
  }
  return (
    <form onSubmit={submit} className="flex max-w-[360px] flex-col gap-3">
      <h3 className="text-ui font-medium">{t.password}</h3>
      <p className="text-label text-ink-2">{t.passwordNote}</p>
      {/* A password manager asks whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={me.member.username} readOnly hidden />
      <Field label={t.oldPassword} type="password" autoComplete="current-password" required maxLength={256} value={old} error={refused?.field === 'password' ? refused.text : undefined} onChange={(e) => setOld(e.target.value)} />
      <Field label={t.newPassword} hint={t.newPasswordHint} type="password" autoComplete="new-password" required minLength={8} maxLength={256} value={fresh} error={isNewBad ? t.badNewPassword : undefined} onChange={(e) => setFresh(e.target.value)} />
      <Field label={t.again} type="password" autoComplete="new-password" required maxLength={256} value={again} error={differ ? t.differ : undefined} onChange={(e) => setAgain(e.target.value)} />
      {refused && refused.field === null && !isNewBad && <Note tone="danger">{refused.text}</Note>}
      {result && <Note tone="ok">{t.passwordChanged}</Note>}
      <div><Button type="submit" disabled={busy}>{t.changePassword}</Button></div>
    </form>
  )
}
