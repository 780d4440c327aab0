import { type FormEvent, useState } from 'react'
import { api, asProblem, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { loginWords } from './words'

const told = ['bad_login', 'otp_required', 'bad_otp', 'throttled', 'disabled'] as const

/** LoginForm logs somebody in. The second factor is asked for only where the account has one. */
export function LoginForm({ username: fixed, onDone }: { username?: string; onDone: () => void }) {
  const t = useWords(loginWords)
  const [username, setUsername] = useState(fixed ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    try {
      await must(api.POST('/session', { body: { username, password, code: code.trim() || undefined } }))
      onDone()
    } catch (error) {
      const { code: reason, status } = asProblem(error)
      if (reason === 'otp_required' || reason === 'bad_otp') setAsksCode(true)
      setCode('')
      setProblem(told.find((one) => one === reason) ? t[reason as (typeof told)[number]] : status === 0 ? t.unreachable : t.other)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-4">
      <Field label={t.username} name="username" autoComplete="username" required maxLength={64} value={username} readOnly={fixed !== undefined} onChange={(e) => setUsername(e.target.value)} />
      <Field label={t.password} name="password" type="password" autoComplete="current-password" required maxLength={256} value={password} onChange={(e) => setPassword(e.target.value)} />
      {asksCode && <Field label={t.code} hint={t.codeHint} name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={64} value={code} onChange={(e) => setCode(e.target.value)} />}
      {problem && <p role="alert" className="text-ui text-danger">{problem}</p>}
      <Button type="submit" look="accent" size="l" disabled={busy}>{t.submit}</Button>
    </form>
  )
}
