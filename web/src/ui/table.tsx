import type { ReactNode } from 'react'
import { usePreferences } from '../app/preferences'
import { useWords } from '../i18n/language'
import { Button } from './button'
import { cx } from './class'
import { ui } from './words'

export interface Column<Row> {
  key: string
  head: string
  cell: (row: Row) => ReactNode
  /** A width as CSS writes it; absent: what is left. */
  width?: string
  align?: 'right'
  /** Shown only where there is room. */
  wide?: boolean
}

/** Table is rows of the same form. The first column's cell should name the row. */
export function Table<Row>({ columns, rows, rowKey, label, onOpen, selected }: {
  columns: readonly Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string | number; label: string
  onOpen?: (row: Row) => void; selected?: (row: Row) => boolean
}) {
  const [preferences] = usePreferences()
  const height = preferences.density === 'compact' ? 'h-8' : 'h-9'
  return (
    <div className="min-w-0 overflow-x-auto">
      <table aria-label={label} className="w-full table-fixed border-collapse text-ui">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" style={c.width ? { width: c.width } : undefined} className={cx('h-8 overflow-hidden border-b border-line px-3 text-label font-medium text-ellipsis whitespace-nowrap text-ink-3', c.align === 'right' ? 'text-right' : 'text-left', c.wide && 'max-[1240px]:hidden')}>
                {c.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              onClick={onOpen ? () => onOpen(row) : undefined}
              className={cx('border-b border-line', onOpen && 'cursor-pointer hover:bg-hover', selected?.(row) && 'bg-accent-soft')}
            >
              {columns.map((c) => (
                <td key={c.key} className={cx('overflow-hidden px-3 text-ellipsis whitespace-nowrap', height, c.align === 'right' && 'text-right', c.wide && 'max-[1240px]:hidden')}>{c.cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** MoreRows asks for the next page of a list. */
export function MoreRows({ more, loading, onMore }: { more: boolean; loading: boolean; onMore: () => void }) {
  const t = useWords(ui)
  if (!more) return null
  return (
    <div className="flex justify-center p-3">
      <Button size="s" look="ghost" disabled={loading} onClick={onMore}>{loading ? t.loading : t.loadMore}</Button>
    </div>
  )
}
