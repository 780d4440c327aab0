import { useAppNames, useStaff } from '../../api/known'
import { useWords } from '../../i18n/language'
import { ChoiceFilter, FilterBar, type Filters, TextFilter, TimeFilter, useFilters } from '../../ui/filters'
import { actors, families, objects, useAuditNames } from './names'
import { auditWords } from './words'

/** queryOf is what the log is asked for. An actor is a kind, or a kind and somebody: staff:7. */
export function queryOf(filters: Filters) {
  const [actor_kind, actor_id] = (filters['actor'] ?? '').split(':', 2)
  const given = {
    actor_kind, actor_id, action: filters['action'], app: filters['app'], from: filters['from'], to: filters['to'],
    object_kind: filters['object_kind'], object_id: filters['object_kind'] ? filters['object_id'] : undefined,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value)) as Partial<Record<keyof typeof given, string>>
}

export function AuditFilters({ aside }: { aside: React.ReactNode }) {
  const t = useWords(auditWords)
  const names = useAuditNames()
  const { filters, set, clear } = useFilters()
  const apps = useAppNames()
  const staff = useStaff().data?.items ?? []
  const of = (name: string) => filters[name] ?? ''
  const people = [...staff.map((m) => [`staff:${m.id}`, m.username] as const), ...actors.map((kind) => [kind, `${names.actorKind(kind)} *`] as const)]
  return (
    <FilterBar label={t.filters} dirty={Object.keys(filters).length > 0} onClear={() => clear()} aside={aside}>
      <ChoiceFilter label={t.actor} value={of('actor')} options={people} onChange={(actor) => set({ actor })} width="w-36" />
      <ChoiceFilter label={t.family} value={of('action')} options={families.map((family) => [family, names.action(family)] as const)} onChange={(action) => set({ action })} width="w-36" />
      <ChoiceFilter label={t.objectKind} value={of('object_kind')} options={objects.map((kind) => [kind, names.object(kind)] as const)} onChange={(object_kind) => set({ object_kind, object_id: object_kind ? of('object_id') : undefined })} width="w-40" />
      {of('object_kind') && <TextFilter label={t.objectID} value={of('object_id')} maxLength={128} width="w-28" onChange={(object_id) => set({ object_id })} />}
      {apps.length > 0 && <ChoiceFilter label={t.app} value={of('app')} options={apps} onChange={(app) => set({ app })} />}
      <TimeFilter from={of('from')} to={of('to')} onChange={set} />
    </FilterBar>
  )
}
