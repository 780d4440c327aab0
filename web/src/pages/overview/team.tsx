import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { ForeignLine } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { type Column, Table } from '../../ui/table'
import { Avatar } from '../../ui/tag'
import { overviewWords } from './words'

type Member = Schemas['MemberWork']

/** midnight is when today began where the reader is. */
export function midnight(now: Date): string {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day.toISOString()
}

/** Team is what each did today, by name: nobody is ranked by speed. */
export function Team() {
  const t = useWords(overviewWords)
  const { data, error, refetch } = useQuery({
    queryKey: ['stats', 'team'], queryFn: () => must(api.GET('/stats/team', { params: { query: { since: midnight(new Date()) } } })), refetchInterval: 15_000,
  })
  const columns: Column<Member>[] = [
    { key: 'who', head: t.who, cell: (m) => <span className="flex min-w-0 items-center gap-2"><Avatar name={m.username} size={20} /><ForeignLine>{m.username}</ForeignLine></span> },
    { key: 'today', head: t.today, width: '92px', align: 'right', cell: (m) => count(m.decided_today) },
    { key: 'hour', head: t.lastHour, width: '92px', align: 'right', cell: (m) => count(m.decided_last_60m) },
    { key: 'undone', head: t.undone, width: '72px', align: 'right', cell: (m) => count(m.undone_today) },
  ]
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading rows={4} />
  if (data.items.length === 0) return <Empty title={t.noTeam} />
  return <Table columns={columns} rows={data.items} rowKey={(m) => m.staff_id} label={t.team} />
}
