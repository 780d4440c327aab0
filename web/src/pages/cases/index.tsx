import { useNavigate } from '@tanstack/react-router'
import { FileSearch } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useStaffName } from '../../api/known'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { useLabelName } from '../../review/evidence/labels'
import { type Filters, useFilters } from '../../ui/filters'
import { CaseLink, ForeignLine, UserLink, When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import type { Column } from '../../ui/table'
import { Author } from './author'
import { gist } from './content'
import { CaseFilters } from './filters'
import { Marks, Outcome } from './state'
import { caseWords } from './words'

type Case = Schemas['CaseItem']

export function CasesPage() {
  const t = useWords(caseWords)
  const navigate = useNavigate()
  const { filters } = useFilters()
  const pages = usePages<Case>(['cases', filters], (cursor) => must(api.GET('/cases', { params: { query: { ...queryOf(filters), cursor, limit: 50 } } })), { looked: true })
  return (
    <Page title={t.title} figures={<span className="text-ink-3">{filters.text ? t.textNote : t.seen}</span>} scroll={false}>
      <CaseFilters />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        <PagedTable
          pages={pages} columns={useColumns()} rowKey={(c) => c.id} label={t.title}
          onOpen={(c) => void navigate({ to: '/cases/$id', params: { id: String(c.id) } })}
          empty={{ title: t.none, note: t.noneNote, icon: <FileSearch size={22} /> }}
        />
      </div>
    </Page>
  )
}

const known = ['app', 'queue', 'state', 'user_id', 'reporter', 'decided_by', 'text', 'from', 'to'] as const

/** queryOf takes of an address what the search knows. */
function queryOf(filters: Filters): Partial<Record<(typeof known)[number], never>> {
  return Object.fromEntries(known.filter((name) => filters[name]).map((name) => [name, filters[name]]))
}

function useColumns(): Column<Case>[] {
  const t = useWords(caseWords)
  const terms = useTerms()
  const staffName = useStaffName()
  const labelName = useLabelName()
  return [
    { key: 'id', head: t.case, width: '96px', cell: (c) => <CaseLink id={c.id} /> },
    { key: 'entrance', head: t.queue, width: '124px', wide: true, cell: (c) => <span className="text-ink-2">{c.kind === 'evidence' ? terms.queue(c.kind) : terms.entrance(c.content.entrance.mod, c.content.entrance.name)}</span> },
    {
      key: 'what', head: t.what,
      cell: (c) => <span className="flex min-w-0 items-center gap-1.5"><Marks case={c} /><ForeignLine className="flex-1">{gist(c.content, t, labelName)}</ForeignLine></span>,
    },
    { key: 'subject', head: t.subject, width: '148px', cell: (c) => <Subject case={c} /> },
    { key: 'reports', head: t.reports, width: '150px', cell: (c) => <span className="text-ink-2"><span className="inline-block w-6 font-medium text-ink">{count(c.report_count)}</span>{c.complaints.map(terms.complaint).join(' · ')}</span> },
    { key: 'state', head: t.outcome, width: '112px', cell: (c) => <Outcome state={c.state} verdict={c.verdict} /> },
    { key: 'by', head: t.by, width: '124px', wide: true, cell: (c) => (c.decided_by ? <Author author={c.decided_by} /> : c.holder ? <ForeignLine>{staffName(c.holder)}</ForeignLine> : null) },
    { key: 'at', head: t.opened, width: '112px', cell: (c) => <When at={c.opened_at} className="text-ink-2" /> },
  ]
}

/** Subject is whom or what a case is about; a user's name leads to his page. */
export function Subject({ case: c }: { case: Pick<Case, 'app' | 'subject'> }) {
  const terms = useTerms()
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="shrink-0 text-ink-3">{terms.subject(c.subject.kind)}</span>
      {c.subject.kind === 'user' ? <UserLink app={c.app} id={c.subject.id} /> : <ForeignLine>{c.subject.id}</ForeignLine>}
    </span>
  )
}
