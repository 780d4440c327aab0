import type { ReactNode } from 'react'
import { type Schemas, api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { CaseLink, ForeignLine, UserLink, When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import type { Column } from '../../ui/table'
import { Author } from '../cases/author'
import { Outcome } from '../cases/state'
import type { Sanction } from '../sanctions/sanction'
import { useSanctionColumns } from '../sanctions/table'
import { userWords } from './words'

type Report = Schemas['UserReport']
type Decision = Schemas['DecisionBody']
interface Whose { app: string; id: string }

/** ReportsTable is reports against somebody, or filed by him. */
export function ReportsTable({ app, id, filed }: Whose & { filed: boolean }) {
  const t = useWords(userWords)
  const terms = useTerms()
  const pages = usePages<Report>(['user', app, id, filed ? 'filed' : 'reports'], (cursor) => {
    const params = { params: { path: { id }, query: { app, cursor, limit: 50 } } }
    return filed ? must(api.GET('/users/{id}/filed', params)) : must(api.GET('/users/{id}/reports', params))
  }, { looked: true })
  const columns: (Column<Report> | false)[] = [
    { key: 'case', head: t.case, width: '96px', cell: (r) => (r.case_id ? <CaseLink id={r.case_id} /> : null) },
    !filed && { key: 'reporter', head: t.reporter, width: '140px', cell: (r) => <UserLink app={app} id={r.report.reporter} /> },
    { key: 'complaints', head: t.complaints, width: '190px', cell: (r) => r.report.complaints.map(terms.complaint).join(' · ') },
    { key: 'memo', head: t.memo, wide: true, cell: (r) => r.report.memo && <ForeignLine className="text-ink-2">{r.report.memo}</ForeignLine> },
    { key: 'outcome', head: t.outcome, width: '112px', cell: (r) => r.state && <Outcome state={r.state} verdict={r.verdict} /> },
    { key: 'at', head: t.at, width: '112px', cell: (r) => <When at={r.report.filed_at} className="text-ink-2" /> },
  ]
  return <PagedTable pages={pages} columns={columns.filter((column) => column !== false)} rowKey={(r) => r.report.id} label={filed ? t.tabFiled : t.tabReports} empty={{ title: filed ? t.noFiled : t.noReports }} />
}

export function DecisionsTable({ app, id }: Whose) {
  const t = useWords(userWords)
  const terms = useTerms()
  const pages = usePages<Decision>(['user', app, id, 'decisions'], (cursor) => must(api.GET('/users/{id}/decisions', { params: { path: { id }, query: { app, cursor, limit: 50 } } })), { looked: true })
  const columns: Column<Decision>[] = [
    { key: 'case', head: t.case, width: '96px', cell: (d) => (d.case_id ? <CaseLink id={d.case_id} /> : null) },
    { key: 'verdict', head: t.verdict, width: '180px', cell: (d) => <span className="inline-flex items-center gap-2"><Outcome state="decided" verdict={d.verdict} />{d.undone_at && <span className="text-label text-ink-3">{t.undone}</span>}</span> },
    { key: 'actions', head: t.actions, width: '220px', cell: (d) => d.actions.map((action) => terms.punishment(action.type, action.hours, action.minutes)).join(' · ') },
    { key: 'memo', head: t.memo, wide: true, cell: (d) => d.memo && <ForeignLine className="text-ink-2">{d.memo}</ForeignLine> },
    { key: 'by', head: t.by, width: '130px', wide: true, cell: (d) => <Author author={d.author} /> },
    { key: 'at', head: t.at, width: '112px', cell: (d) => <When at={d.at} className="text-ink-2" /> },
  ]
  return <PagedTable pages={pages} columns={columns} rowKey={(d) => d.id} label={t.tabDecisions} empty={{ title: t.noDecisions }} />
}

export function SanctionsTable({ app, id, button }: Whose & { button: (s: Sanction) => ReactNode }) {
  const t = useWords(userWords)
  const pages = usePages<Sanction>(['user', app, id, 'sanctions'], (cursor) => must(api.GET('/sanctions', { params: { query: { app, user_id: id, in_force: false, cursor, limit: 50 } } })))
  return <PagedTable pages={pages} columns={useSanctionColumns(button, { subject: false })} rowKey={(s) => s.id} label={t.tabSanctions} empty={{ title: t.noSanctions }} />
}
