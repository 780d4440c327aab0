import { useId } from 'react'
import { Check, Minus } from 'lucide-react'
import type { Permission } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { cx } from '../../ui/class'
import { type Column, Table } from '../../ui/table'
import { staffWords } from './words'

export const roles = ['reviewer', 'supervisor', 'auditor', 'admin'] as const
export type Role = (typeof roles)[number]

/** The server decides; this explains what it lets each role do. */
const allows: Readonly<Record<Permission, readonly Role[]>> = {
  read: roles, decide: ['reviewer', 'supervisor', 'admin'], lift: ['reviewer', 'supervisor', 'admin'], keep_lists: ['reviewer', 'supervisor', 'admin'],
  senior: ['supervisor', 'admin'], resend: ['supervisor', 'admin'], edit_words: ['supervisor', 'admin'], keep_coins: ['supervisor', 'admin'], oversee: ['supervisor', 'auditor', 'admin'], administer: ['admin'],
}

/** RoleTable is what each role may do. */
export function RoleTable() {
  const t = useWords(staffWords)
  const terms = useTerms()
  const columns: Column<Permission>[] = [
    { key: 'what', head: t.what, cell: (permission) => t[`p_${permission}`] },
    ...roles.map((role): Column<Permission> => ({
      key: role, head: terms.role(role), width: '128px',
      cell: (permission) => (allows[permission].includes(role) ? <Check size={15} aria-label={t.yes} className="text-ok" /> : <Minus size={15} aria-label={t.no} className="text-ink-3" />),
    })),
  ]
  return <Table columns={columns} rows={Object.keys(allows) as Permission[]} rowKey={(permission) => permission} label={t.may} />
}

/** RoleChoice offers every role with what it is for. */
export function RoleChoice({ value, onChange, disabled }: { value: Role; onChange: (role: Role) => void; disabled?: boolean }) {
  const t = useWords(staffWords)
  const terms = useTerms()
  const id = useId()
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-1.5">
      <legend className="pb-1 text-label text-ink-2">{t.role}</legend>
      {roles.map((role) => (
        <div key={role} className={cx('relative flex items-start gap-2.5 rounded-control border px-3 py-2', role === value ? 'border-accent-line bg-accent-soft' : 'border-line hover:bg-hover')}>
          <input type="radio" id={`${id}-${role}`} name={id} value={role} checked={role === value} aria-describedby={`${id}-${role}-note`} onChange={() => onChange(role)} className="mt-1 accent-accent-solid" />
          <div>
            <label htmlFor={`${id}-${role}`} className="block cursor-pointer font-medium after:absolute after:inset-0">{terms.role(role)}</label>
            <p id={`${id}-${role}-note`} className="text-label text-ink-2">{t[role]}</p>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
