import { type ReactNode, useState } from 'react'
import { type Schemas, api, asProblem, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { useIsMine } from '../../ui/foreign'
import { Secret } from '../../ui/secret'
import { Note, useReason } from '../../ui/states'
import { newPassword } from './password'
import { type Role, RoleChoice } from './roles'
import { staffWords } from './words'

type Member = Schemas['Member']
type Change = Schemas['PatchMemberInputBody']

/** ManageMember changes one account. What cannot be taken back asks twice. */
export function ManageMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useWords(staffWords)
  const reason = useReason()
  const isMine = useIsMine()
  const own = isMine(member.id)
  const [role, setRole] = useState(member.role as Role)
  const [asked, setAsked] = useState<'password' | 'factor' | null>(null)
  const [password, setPassword] = useState('')
  const change = useAct((input: Change) => must(api.PATCH('/staff/{id}', { params: { path: { id: member.id } }, body: input })), (_, input) => {
    setAsked(null)
    setPassword(input.password ?? '')
  })
  const problem = change.error && asProblem(change.error)
  return (
    <Dialog title={t.manageTitle(member.username)} onClose={onClose} foot={<Button onClick={onClose}>{t.close}</Button>}>
      <div className="flex flex-col gap-5">
        {own ? <p className="text-ui text-ink-2">{t.ownRole}</p> : (
          <div className="flex flex-col gap-2">
            <RoleChoice value={role} onChange={setRole} disabled={change.busy} />
            <Button look="accent" disabled={role === member.role || change.busy} onClick={() => change.run({ role })}>{t.changeRole}</Button>
          </div>
        )}
        {change.result && !password && <Note tone="ok">{t.saved}</Note>}
        {problem && <Note tone="danger">{problem.status === 409 ? problem.message : reason(problem)}</Note>}
        {password && <Secret label={t.newPassword} value={password} note={t.passwordNote} copy={t.copy} />}
        {!own && <Step note={t.disableNote}><Button look={member.disabled ? 'plain' : 'warn'} disabled={change.busy} onClick={() => change.run({ disabled: !member.disabled })}>{member.disabled ? t.enable : t.disable}</Button></Step>}
        <Step note={t.resetPasswordNote}>
          {asked === 'password'
            ? <Button look="warn" disabled={change.busy} onClick={() => change.run({ password: newPassword() })}>{t.confirmReset}</Button>
            : <Button disabled={change.busy} onClick={() => setAsked('password')}>{t.resetPassword}</Button>}
        </Step>
        {member.totp && (
          <Step note={t.resetFactorNote}>
            {asked === 'factor'
              ? <Button look="warn" disabled={change.busy} onClick={() => change.run({ reset_totp: true })}>{t.confirmFactor}</Button>
              : <Button disabled={change.busy} onClick={() => setAsked('factor')}>{t.resetFactor}</Button>}
          </Step>
        )}
      </div>
    </Dialog>
  )
}

/** Step is something that may be done, with what follows from it. */
function Step({ note, children }: { note: string; children: ReactNode }) {
  return <div className="flex items-center justify-between gap-4 border-t border-line pt-4"><p className="text-label text-ink-2">{note}</p>{children}</div>
}
