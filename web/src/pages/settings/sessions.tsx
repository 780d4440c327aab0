import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { When } from '../../ui/foreign'
import { Failed, Loading, Note, useReason } from '../../ui/states'
import { type Column, Table } from '../../ui/table'
import { Tag } from '../../ui/tag'
import { deviceOf } from './device'
import { settingsWords } from './words'

type Session = Schemas['SessionItem']

/** Sessions are where somebody is logged in. */
export function Sessions() {
  const t = useWords(settingsWords)
  const reason = useReason()
  const list = useQuery({ queryKey: ['me', 'sessions'], queryFn: () => must(api.GET('/staff/me/sessions')) })
  const end = useAct(async (id: string | null) => {
    if (id === null) await api.DELETE('/staff/me/sessions')
    else await api.DELETE('/staff/me/sessions/{id}', { params: { path: { id } } })
  })
  const items = list.data?.items ?? []
  const columns: Column<Session>[] = [
    {
      key: 'device', head: t.device, cell: (session) => (
        <span className="flex items-center gap-2" title={session.user_agent.slice(0, 300)}>
          <span dir="auto" className="foreign-line">{deviceOf(session.user_agent) ?? t.unknownDevice}</span>{session.current && <Tag tone="accent">{t.thisOne}</Tag>}
        </span>
      ),
    },
    { key: 'address', head: t.address, width: '150px', cell: (session) => <span dir="auto" className="foreign-line block">{session.address}</span> },
    { key: 'seen', head: t.seen, width: '120px', cell: (session) => <When at={session.seen_at} /> },
    { key: 'since', head: t.since, width: '120px', cell: (session) => <When at={session.created_at} /> },
    { key: 'end', head: t.actions, width: '76px', align: 'right', cell: (session) => (session.current ? null : <Button size="s" look="ghost" disabled={end.busy} aria-label={`${t.end} ${deviceOf(session.user_agent) ?? t.unknownDevice} ${session.address}`} onClick={() => end.run(session.id)}>{t.end}</Button>) },
  ]
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-ui font-medium">{t.sessions}</h3>
        <Button size="s" disabled={end.busy || items.length < 2} title={items.length < 2 ? t.noOthers : undefined} onClick={() => end.run(null)}>{t.endOthers}</Button>
      </div>
      <p className="text-label text-ink-2">{t.sessionsNote}</p>
      {end.error && <Note tone="danger">{reason(end.error)}</Note>}
      {list.isPending ? <Loading rows={3} /> : list.error ? <Failed error={list.error} again={() => void list.refetch()} />
        : <div className="overflow-hidden rounded-card border border-line bg-surface"><Table label={t.sessions} columns={columns} rows={items} rowKey={(session) => session.id} /></div>}
    </div>
  )
}
