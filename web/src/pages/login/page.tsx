import { type FormEvent, type ReactNode, useState } from 'react'
import { api, asProblem, must } from '../../api/client'
import { shell } from '../../app/words'
import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { LoginForm } from './form'
import { loginWords } from './words'

/** Entrance is the page of somebody who is not logged in. */
export function Entrance({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const t = useWords(shell)
  const [preferences, change] = usePreferences()
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-6">
      <div className="w-[360px]">
        <div className="flex items-center gap-3 pb-6">
          <img src="/console/mark.svg" alt="" width={36} height={36} />
          <span className="text-[17px] font-semibold">{t.name}</span>
        </div>
        <section className="rounded-dialog border border-line bg-surface p-6">
          <h1 className="pb-4 text-[17px] font-semibold">{title}</h1>
          {note && <p className="pb-4 text-ui text-ink-2">{note}</p>}
          {children}
        </section>
        <div className="flex justify-end pt-3">
          <Button look="ghost" size="s" onClick={() => change({ language: preferences.language === 'zh' ? 'en' : 'zh' })}>{t.language}</Button>
        </div>
      </div>
    </main>
  )
}

export function LoginPage({ onDone }: { onDone: () => void }) {
  const t = useWords(loginWords)
  return <Entrance title={t.title}><LoginForm onDone={onDone} /></Entrance>
}

/** SetupPage makes the first administrator by the one-time link of the first start. */
export function SetupPage({ token, onDone }: { token: string; onDone: () => void }) {
  const t = useWords(loginWords)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState({ field: '', text: '' })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (again !== password) {
      setProblem({ field: 'again', text: t.differ })
      return
    }
    try {
      await must(api.POST('/setup', { body: { token, username, password } }))
      onDone()
    } catch (error) {
      const refused = asProblem(error)
      const field = refused.field === 'username' || refused.field === 'password' ? refused.field : ''
      setProblem({ field, text: field ? refused.message : refused.status === 403 ? t.setup_token : refused.status === 0 ? t.unreachable : t.other })
    }
  }
  const errorOf = (field: string) => (problem.field === field ? problem.text : undefined)
  return (
    <Entrance title={t.setupTitle} note={t.setupNote}>
      <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-4">
        <Field label={t.username} autoComplete="username" required maxLength={64} value={username} error={errorOf('username')} onChange={(e) => setUsername(e.target.value)} />
        <Field label={t.password} hint={t.passwordHint} type="password" autoComplete="new-password" required minLength={8} maxLength={256} value={password} error={errorOf('password')} onChange={(e) => setPassword(e.target.value)} />
        <Field label={t.again2} type="password" autoComplete="new-password" required maxLength={256} value={again} error={errorOf('again')} onChange={(e) => setAgain(e.target.value)} />
        {problem.text && problem.field === '' && <p role="alert" className="text-ui text-danger">{problem.text}</p>}
        <Button type="submit" look="accent" size="l">{t.setup}</Button>
      </form>
    </Entrance>
  )
}
