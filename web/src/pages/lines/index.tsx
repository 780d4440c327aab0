import { MessageCircleMore } from 'lucide-react'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { type Filters, useFilters } from '../../ui/filters'
import { When } from '../../ui/foreign'
import { type Pages, usePages } from '../../ui/pages'
import { Empty, Failed, Loading } from '../../ui/states'
import { Table } from '../../ui/table'
import { useLineColumns } from './columns'
import { LineDetails } from './details'
import { LineFilters } from './filters'
import { type Line, type LinePage, type LineQuery, findLines } from './line'
import { lineWords } from './words'

const known = ['app', 'data_id', 'user_id', 'room_id', 'text', 'outcome', 'cause', 'from', 'to'] as const

/** queryOf takes of an address what the search knows. */
function queryOf(filters: Filters): Filters {
  return Object.fromEntries(known.filter((name) => filters[name]).map((name) => [name, filters[name] ?? '']))
}

/** LinesPage is what was said live, and what the machine made of it. */
export function LinesPage() {
  const t = useWords(lineWords)
  const { filters, set } = useFilters()
  const query = queryOf(filters)
  const pages = usePages<Line, LinePage>(['lines', query], (cursor) => findLines({ ...query, cursor, limit: 50 } as LineQuery), { looked: true })
  const open = filters['id']
  return (
    <Page title={t.title} scroll={false} figures={<span className="text-ink-3">{t.audited}</span>}>
      <LineFilters />
      <div className="relative flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto bg-surface"><Listed pages={pages} open={open} filtered={Object.keys(query).length > 0} onOpen={(line) => set({ id: line.data_id })} /></div>
        {open && <LineDetails key={open} id={open} known={pages.rows.find((line) => line.data_id === open)} onClose={() => set({ id: undefined })} />}
      </div>
    </Page>
  )
}

type ListedProps = { pages: Pages<Line> & { last?: LinePage }; open?: string; filtered: boolean; onOpen: (line: Line) => void }

function Listed({ pages, open, filtered, onOpen }: ListedProps) {
  const t = useWords(lineWords)
  const columns = useLineColumns(open !== undefined)
  if (pages.pending) return <Loading rows={10} />
  if (pages.error && pages.rows.length === 0) return <Failed error={pages.error} again={pages.retry} />
  if (pages.rows.length === 0 && !pages.more) return <Empty title={t.none} icon={<MessageCircleMore size={22} />}>{filtered ? t.noneMatch : t.noneNote}</Empty>
  return (
    <div aria-busy={pages.stale} className={cx(pages.stale && 'pointer-events-none')}>
      <Table columns={columns} rows={pages.rows} rowKey={(line) => line.data_id} label={t.title} onOpen={onOpen} selected={(line) => line.data_id === open} />
      <ReadSoFar pages={pages} />
    </div>
  )
}

/** ReadSoFar says how far back the server has looked, which may be less than there is, and goes on from there. */
function ReadSoFar({ pages }: { pages: ListedProps['pages'] }) {
  const t = useWords(lineWords)
  if (!pages.more) return null
  const until = pages.last?.until
  return (
    <div className="flex flex-wrap items-center justify-center gap-2 p-3 text-label text-ink-2">
      {until && <span role="status">{t.readTo} <When at={until} className="font-medium text-ink" /> {t.readToEnd}</span>}
      <Button size="s" disabled={pages.loadingMore} onClick={pages.loadMore}>{t.goOn}</Button>
    </div>
  )
}
