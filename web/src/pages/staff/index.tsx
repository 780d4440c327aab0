import { useState } from 'react'
import { UserRoundPlus } from 'lucide-react'
import type { Schemas } from '../../api/client'
import { useStaff } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { ForeignLine, When, useIsMine } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { type Column, Table } from '../../ui/table'
import { Avatar, Dot, Tag } from '../../ui/tag'
import { AddMember } from './add'
import { ManageMember } from './manage'
import { RoleTable } from './roles'
import { staffWords } from './words'

type Member = Schemas['Member']

export function StaffPage() {
  const t = useWords(staffWords)
  const { may } = useSession()
  const { data, error, refetch } = useStaff()
  const [adding, setAdding] = useState(false)
  const [managed, setManaged] = useState<number | null>(null)
  const columns = useColumns((member) => setManaged(member.id))
  const aside = may('administer') && <Button size="s" icon={<UserRoundPlus size={14} />} className="hidden lg:inline-flex" onClick={() => setAdding(true)}>{t.add}</Button>
  const member = data?.items.find((one) => one.id === managed)
  return (
    <Page title={t.title} aside={aside}>
      <div className="flex min-h-full flex-col bg-surface">
        {!data ? error ? <Failed error={error} again={() => void refetch()} /> : <Loading /> : data.items.length === 0 ? <Empty title={t.none} /> : <Table columns={columns} rows={data.items} rowKey={(m) => m.id} label={t.list} />}
        <h2 className="px-3 pt-8 pb-2 text-label font-medium text-ink-2">{t.may}</h2>
        <RoleTable />
      </div>
      {adding && <AddMember onClose={() => setAdding(false)} />}
      {member && <ManageMember key={member.id} member={member} onClose={() => setManaged(null)} />}
    </Page>
  )
}

function useColumns(onManage: (member: Member) => void): Column<Member>[] {
  const t = useWords(staffWords)
  const terms = useTerms()
  const { may } = useSession()
  const isMine = useIsMine()
  return [
    {
      key: 'name', head: t.name,
      cell: (m) => <span className="flex min-w-0 items-center gap-2"><Avatar name={m.username} size={22} /><ForeignLine className="font-medium">{m.username}</ForeignLine>{isMine(m.id) && <Tag>{t.me}</Tag>}</span>,
    },
    { key: 'role', head: t.role, width: '150px', cell: (m) => terms.role(m.role) },
    { key: 'factor', head: t.factor, width: '140px', cell: (m) => <span className="inline-flex items-center gap-2"><Dot tone={m.totp ? 'ok' : 'warn'} />{m.totp ? t.on : t.off}</span> },
    { key: 'state', head: t.state, width: '120px', cell: (m) => (m.disabled ? <Tag tone="warn">{t.disabled}</Tag> : <span className="text-ink-2">{t.active}</span>) },
    { key: 'created', head: t.created, width: '140px', cell: (m) => <When at={m.created_at} className="text-ink-2" /> },
    { key: 'manage', head: '', width: '104px', align: 'right', cell: (m) => may('administer') && <Button size="s" className="hidden align-middle lg:inline-flex" onClick={() => onManage(m)}>{t.manage}</Button> },
  ]
}
