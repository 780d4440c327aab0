import type { ReactNode } from 'react'
import { cx } from './class'
import type { Pages } from './pages'
import { Empty, Failed, Loading } from './states'
import { type Column, MoreRows, Table } from './table'

/** PagedTable is a list of the server with all that can become of it: on its way, failed, empty, more to come. */
export function PagedTable<Row>({ pages, columns, rowKey, label, empty, onOpen, selected }: {
  pages: Pages<Row>; columns: readonly Column<Row>[]; rowKey: (row: Row) => string | number; label: string
  empty: { title: string; note?: ReactNode; icon?: ReactNode }; onOpen?: (row: Row) => void; selected?: (row: Row) => boolean
}) {
  if (pages.pending) return <Loading rows={10} />
  if (pages.error && pages.rows.length === 0) return <Failed error={pages.error} again={pages.retry} />
  if (pages.rows.length === 0) return <Empty title={empty.title} icon={empty.icon}>{empty.note}</Empty>
  return (
    <div aria-busy={pages.stale} className={cx(pages.stale && 'pointer-events-none')}>
      <Table columns={columns} rows={pages.rows} rowKey={rowKey} label={label} onOpen={onOpen} selected={selected} />
      <MoreRows more={pages.more} loading={pages.loadingMore} onMore={pages.loadMore} />
    </div>
  )
}
