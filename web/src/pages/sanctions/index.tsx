import { useState } from 'react'
import { Gavel } from 'lucide-react'
import { api, must } from '../../api/client'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { type Filters, useFilters } from '../../ui/filters'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import { Note } from '../../ui/states'
import { SanctionFilters } from './filters'
import type { Sanction } from './sanction'
import { useLifting, useSanctionColumns } from './table'
import { sanctionWords } from './words'

export function SanctionsPage() {
  const t = useWords(sanctionWords)
  const { filters } = useFilters()
  const [lifted, setLifted] = useState(false)
  const { button, dialog } = useLifting(() => setLifted(true))
  const all = filters['show'] === 'all'
  const pages = usePages<Sanction>(['sanctions', filters], (cursor) => must(api.GET('/sanctions', { params: { query: { ...queryOf(filters), in_force: !all, cursor, limit: 50 } } })))
  return (
    <Page title={t.title} scroll={false}>
      <SanctionFilters />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {lifted && <div className="p-3"><Note tone="ok">{t.done}</Note></div>}
        <PagedTable pages={pages} columns={useSanctionColumns(button)} rowKey={(s) => s.id} label={t.title} empty={{ title: all ? t.noneAll : t.none, note: t.noneNote, icon: <Gavel size={22} /> }} />
      </div>
      {dialog}
    </Page>
  )
}

function queryOf(filters: Filters) {
  return { app: filters['app'], user_id: filters['user_id'], place_id: filters['place_id'], action: filters['action'] }
}
