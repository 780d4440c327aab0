import { type FormEvent, useState } from 'react'
import { api, asProblem, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { Field } from '../../ui/field'
import { Secret } from '../../ui/secret'
import { Note, useReason } from '../../ui/states'
import { newPassword } from './password'
import { type Role, RoleChoice } from './roles'
import { staffWords } from './words'

/** AddMember makes an account, and shows its first password once. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const t = useWords(staffWords)
  const reason = useReason()
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<Role>('reviewer')
  const [password] = useState(() => newPassword())
  const add = useAct((input: { username: string; role: Role }, key) => must(api.POST('/staff', { params: { header: { 'Idempotency-Key': key } }, body: { ...input, password } })))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.run({ username: username.trim(), role })
  }
  if (add.result) {
    return (
      <Dialog title={t.createdOne(add.result.username)} onClose={onClose} foot={<Button look="accent" onClick={onClose}>{t.close}</Button>}>
        <Secret label={t.password} value={password} note={t.passwordNote} copy={t.copy} />
      </Dialog>
    )
  }
  const problem = add.error && asProblem(add.error)
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button type="submit" form="add-member" look="accent" disabled={add.busy || username.trim() === ''}>{t.create}</Button>
    </>
  )
  return (
    <Dialog title={t.addTitle} onClose={onClose} foot={foot}>
      <form id="add-member" onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.name} required maxLength={63} autoComplete="off" value={username} error={problem?.field?.endsWith('username') ? problem.message : undefined} onChange={(e) => setUsername(e.target.value)} />
        <RoleChoice value={role} onChange={setRole} />
        <p className="text-label text-ink-2">{t.addNote}</p>
        {problem && !problem.field?.endsWith('username') && <Note tone="danger">{problem.status === 409 ? problem.message : reason(problem)}</Note>}
      </form>
    </Dialog>
  )
}
