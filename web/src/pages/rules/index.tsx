import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, Scale } from 'lucide-react'
import { useAppNames, useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { ChoiceFilter, FilterBar, useFilters } from '../../ui/filters'
import { ForeignLine, When } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { type Column, Table } from '../../ui/table'
import { Tag } from '../../ui/tag'
import { type Rule, states } from './calls'
import { useEffectText } from './effect'
import { StateTag } from './steps'
import { useRules } from './use'
import { ruleWords } from './words'

export { RulePage } from './rule'

export function RulesPage() {
  const t = useWords(ruleWords)
  const { may } = useSession()
  const { data, error, refetch } = useRules()
  const aside = may('edit_words') && (
    <Link to="/rules/$id" params={{ id: 'new' }} className="hidden h-7 items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2 text-label hover:bg-hover lg:inline-flex"><Plus size={14} aria-hidden="true" />{t.newRule}</Link>
  )
  return (
    <Page title={t.title} aside={aside} scroll={false}>
      {data ? <Rules items={data.items} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}
    </Page>
  )
}

function Rules({ items }: { items: readonly Rule[] }) {
  const t = useWords(ruleWords)
  const { filters, set, clear } = useFilters()
  const apps = useAppNames()
  const navigate = useNavigate()
  const columns = useColumns()
  // What is shared counts for every app.
  const rows = items.filter((rule) => (!filters['app'] || rule.app === '' || rule.app === filters['app']) && (!filters['state'] || rule.state === filters['state']))
  if (items.length === 0) return <Empty title={t.none} icon={<Scale size={22} />}>{t.noneNote}</Empty>
  return (
    <>
      <FilterBar label={t.filters} dirty={Boolean(filters['app'] ?? filters['state'])} onClear={() => clear()}>
        <ChoiceFilter label={t.state} value={filters['state'] ?? ''} options={states.map((one) => [one, t[one]] as const)} onChange={(state) => set({ state })} />
        {apps.length > 0 && <ChoiceFilter label={t.app} value={filters['app'] ?? ''} options={apps} onChange={(app) => set({ app })} width="w-44" />}
      </FilterBar>
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {rows.length === 0 ? <Empty title={t.noMatch} icon={<Scale size={22} />} /> : <Table label={t.title} columns={columns} rows={rows} rowKey={(rule) => rule.id} onOpen={(rule) => void navigate({ to: '/rules/$id', params: { id: String(rule.id) } })} />}
      </div>
    </>
  )
}

function useColumns(): Column<Rule>[] {
  const t = useWords(ruleWords)
  const apps = useApps().data?.items ?? []
  const text = useEffectText()
  return [
    { key: 'name', head: t.name, cell: (rule) => <Link to="/rules/$id" params={{ id: String(rule.id) }} dir="auto" title={rule.name} onClick={(e) => e.stopPropagation()} className="foreign-line block font-medium hover:text-accent">{rule.name}</Link> },
    { key: 'state', head: t.state, width: '92px', cell: (rule) => <StateTag state={rule.state} /> },
    { key: 'effect', head: t.effect, width: '19%', cell: (rule) => <span dir="auto" className="foreign-line block">{text(rule.effect)}</span> },
    { key: 'today', head: t.today, width: '92px', align: 'right', cell: (rule) => <Hits n={rule.hits_today} off={rule.state === 'draft'} /> },
    { key: 'shadow', head: t.shadowToday, width: '112px', align: 'right', cell: (rule) => <Hits n={rule.shadow_today} off={rule.state === 'draft'} /> },
    { key: 'quota', head: t.quota, width: '128px', align: 'right', cell: (rule) => (rule.tripped ? <Tag tone="warn" title={t.trippedNote}>{t.tripped}</Tag> : rule.quota > 0 ? <span className="text-ink-2">{count(rule.quota)}</span> : <span className="text-ink-3">—</span>) },
    { key: 'app', head: t.app, width: '12%', wide: true, cell: (rule) => (rule.app === '' ? <span className="text-ink-3">{t.allApps}</span> : <ForeignLine className="text-ink-2">{apps.find(({ app }) => app.id === rule.app)?.app.name || rule.app}</ForeignLine>) },
    { key: 'note', head: t.note, width: '14%', wide: true, cell: (rule) => (rule.problem ? <span dir="auto" title={rule.problem} className="foreign-line block text-danger">{t.broken}</span> : rule.note && <ForeignLine className="text-ink-2">{rule.note}</ForeignLine>) },
    { key: 'at', head: t.changedAt, width: '104px', cell: (rule) => <When at={rule.updated_at} className="text-ink-2" /> },
  ]
}

function Hits({ n, off }: { n: number; off: boolean }) {
  return off && n === 0 ? <span className="text-ink-3">—</span> : <span className={n === 0 ? 'text-ink-3' : undefined}>{count(n)}</span>
}
