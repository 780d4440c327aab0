import { useState } from 'react'
import { Send } from 'lucide-react'
import { api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { useFilters } from '../../ui/filters'
import { CaseLink, ForeignLine, When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import type { Column } from '../../ui/table'
import { DeliveryDetails } from './details'
import { DeliveryFilters, pickOf, usePart } from './filters'
import { ResendDialog } from './resend'
import { type Delivery, DeliveryState } from './state'
import { deliveryWords } from './words'

export function DeliveriesPage() {
  const t = useWords(deliveryWords)
  const { may } = useSession()
  const { filters, set } = useFilters()
  const part = usePart()
  const [resending, setResending] = useState(false)
  const picked = pickOf(filters)
  const open = /^\d{1,15}$/.test(filters['id'] ?? '') ? Number(filters['id']) : undefined
  const pages = usePages<Delivery>(
    ['deliveries', part, picked],
    (cursor) => must(api.GET('/deliveries', { params: { query: { ...picked, state: part === 'all' ? undefined : part, cursor, limit: 50 } } })),
    { every: 10_000 },
  )
  const resend = may('resend') && part === 'dead' && pages.rows.length > 0 && <Button size="s" className="hidden lg:inline-flex" onClick={() => setResending(true)}>{t.resendMany}</Button>
  const empty = part === 'dead' ? { title: t.noneDead, note: t.deadNote } : { title: t.none, note: t.noneNote }
  return (
    <Page title={t.title} scroll={false}>
      <DeliveryFilters aside={resend} />
      <div className="flex min-h-0 flex-1">
        <div className={cx('min-w-0 flex-1 overflow-y-auto bg-surface', open !== undefined && 'max-lg:hidden')}>
          <PagedTable
            pages={pages} columns={useColumns(open !== undefined)} rowKey={(d) => d.id} label={t.title} empty={{ ...empty, icon: <Send size={22} /> }}
            selected={(d) => d.id === open} onOpen={(d) => set({ id: d.id === open ? undefined : String(d.id) })}
          />
        </div>
        {open !== undefined && <DeliveryDetails key={open} id={open} onClose={() => set({ id: undefined })} />}
      </div>
      {resending && <ResendDialog filter={picked} onClose={() => setResending(false)} />}
    </Page>
  )
}

/** With the details open, only what tells one row from another is shown. */
function useColumns(narrow: boolean): Column<Delivery>[] {
  const t = useWords(deliveryWords)
  const terms = useTerms()
  const { set } = useFilters()
  const columns: (Column<Delivery> | false)[] = [
    { key: 'what', head: t.what, width: '148px', cell: (d) => <button type="button" className="rounded-key font-medium hover:text-accent" onClick={(e) => { e.stopPropagation(); set({ id: String(d.id) }) }}>{terms.act(d.kind)}</button> },
    { key: 'lane', head: t.lane, width: narrow ? undefined : '180px', cell: (d) => <ForeignLine>{d.lane}</ForeignLine> },
    { key: 'state', head: t.state, width: '92px', cell: (d) => <DeliveryState state={d.state} /> },
    !narrow && { key: 'attempts', head: t.attempts, width: '72px', align: 'right', cell: (d) => d.attempts },
    !narrow && { key: 'error', head: t.error, cell: (d) => d.last_error && <ForeignLine className="text-ink-2">{d.last_error}</ForeignLine> },
    { key: 'case', head: t.case, width: '84px', cell: (d) => (d.case_id ? <CaseLink id={d.case_id} /> : null) },
    !narrow && { key: 'app', head: t.app, width: '96px', wide: true, cell: (d) => <ForeignLine className="text-ink-2">{d.app}</ForeignLine> },
    { key: 'created', head: t.created, width: '112px', cell: (d) => <When at={d.created_at} className="text-ink-2" /> },
    !narrow && { key: 'done', head: t.done, width: '112px', wide: true, cell: (d) => d.done_at && <When at={d.done_at} className="text-ink-2" /> },
  ]
  return columns.filter((column) => column !== false)
}
