import { useState } from 'react'
import { Download, ScrollText, ShieldCheck } from 'lucide-react'
import { api, must } from '../../api/client'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { useFilters } from '../../ui/filters'
import { ForeignLine, When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import type { Column } from '../../ui/table'
import { ObjectOf, WholeEntry } from './entry'
import { AuditFilters, queryOf } from './filters'
import { type Entry, useAuditNames } from './names'
import { VerifyDialog } from './verify'
import { auditWords } from './words'

export function AuditPage() {
  const t = useWords(auditWords)
  const { filters } = useFilters()
  const [open, setOpen] = useState<Entry | null>(null)
  const [verifying, setVerifying] = useState(false)
  const query = queryOf(filters)
  const pages = usePages<Entry>(['audit', query], (cursor) => must(api.GET('/audit', { params: { query: { ...query, cursor, limit: 50 } } })))
  const aside = (
    <>
      <Button size="s" icon={<ShieldCheck size={14} />} onClick={() => setVerifying(true)}>{t.verify}</Button>
      <ExportLink query={query} format="jsonl" label={t.exportJSON}>JSON</ExportLink>
      <ExportLink query={query} format="csv" label={t.exportCSV}>CSV</ExportLink>
    </>
  )
  return (
    <Page title={t.title} scroll={false}>
      <AuditFilters aside={aside} />
      <div className="flex min-h-0 flex-1">
        <div className={cx('min-w-0 flex-1 overflow-y-auto bg-surface', open && 'max-lg:hidden')}>
          <PagedTable
            pages={pages} columns={useColumns(open !== null, setOpen)} rowKey={(e) => e.id} label={t.title} empty={{ title: t.none, note: t.noneNote, icon: <ScrollText size={22} /> }}
            selected={(e) => e.id === open?.id} onOpen={(e) => setOpen(e.id === open?.id ? null : e)}
          />
        </div>
        {open && <WholeEntry entry={open} onClose={() => setOpen(null)} />}
      </div>
      {verifying && <VerifyDialog onClose={() => setVerifying(false)} />}
    </Page>
  )
}

/** ExportLink hands out what the filters pick. The browser saves it as it comes, however long it is. */
function ExportLink({ query, format, label, children }: { query: Record<string, string>; format: string; label: string; children: string }) {
  return (
    <a href={`/api/v1/audit/export?${new URLSearchParams({ ...query, format })}`} download title={label} aria-label={label} className="inline-flex h-7 items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2 text-label hover:bg-hover">
      <Download size={14} aria-hidden="true" />{children}
    </a>
  )
}

function useColumns(narrow: boolean, onOpen: (entry: Entry) => void): Column<Entry>[] {
  const t = useWords(auditWords)
  const names = useAuditNames()
  const columns: (Column<Entry> | false)[] = [
    { key: 'what', head: t.what, width: '190px', cell: (e) => <button type="button" className="rounded-key font-medium hover:text-accent" onClick={(event) => { event.stopPropagation(); onOpen(e) }}>{names.action(e.action)}</button> },
    { key: 'object', head: t.object, cell: (e) => <ObjectOf entry={e} /> },
    { key: 'who', head: t.who, width: '180px', cell: (e) => <ForeignLine>{names.actor(e.actor)}</ForeignLine> },
    !narrow && { key: 'app', head: t.app, width: '110px', wide: true, cell: (e) => e.app && <ForeignLine className="text-ink-2">{e.app}</ForeignLine> },
    !narrow && { key: 'from', head: t.from, width: '150px', wide: true, cell: (e) => e.actor.address && <ForeignLine className="text-ink-2">{e.actor.address}</ForeignLine> },
    !narrow && { key: 'position', head: t.position, width: '96px', align: 'right', cell: (e) => <span className="text-ink-2">{e.position ?? t.waiting}</span> },
    { key: 'at', head: t.at, width: '120px', cell: (e) => <When at={e.at} className="text-ink-2" /> },
  ]
  return columns.filter((column) => column !== false)
}
