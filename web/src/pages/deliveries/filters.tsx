import { useQuery } from '@tanstack/react-query'
import { api, must } from '../../api/client'
import { useAppNames } from '../../api/known'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { Segmented } from '../../ui/field'
import { ChoiceFilter, FilterBar, type Filters, TextFilter, TimeFilter, useFilters } from '../../ui/filters'
import { deliveryWords } from './words'

export const deliveryStates = ['dead', 'pending', 'delivered', 'cancelled'] as const
export type DeliveryPart = (typeof deliveryStates)[number] | 'all'

const kinds = ['mute', 'delete', 'login_limit', 'close_show', 'kick_out', 'dismiss_group', 'pass', 'lift_hall_mute', 'lift_show_mute', 'reopen_show', 'lift_login_limit'] as const

/** usePart is which state is looked at: what was given up comes first for those who can mend it. */
export function usePart(): DeliveryPart {
  const { may } = useSession()
  const { filters } = useFilters()
  return [...deliveryStates, 'all' as const].find((state) => state === filters['state']) ?? (may('resend') ? 'dead' : 'all')
}

/** pickOf is what the filters pick, whatever its state. */
export function pickOf(filters: Filters) {
  const case_id = /^c?-?(\d{1,15})$/i.exec(filters['case_id'] ?? '')?.[1]
  return { app: filters['app'], kind: filters['kind'], lane: filters['lane'], case_id: case_id ? Number(case_id) : undefined, from: filters['from'], to: filters['to'] }
}

export function DeliveryFilters({ aside }: { aside?: React.ReactNode }) {
  const t = useWords(deliveryWords)
  const terms = useTerms()
  const { filters, set, clear } = useFilters()
  const apps = useAppNames()
  const part = usePart()
  const numbers = useNumbers(filters['app'])
  const of = (name: string) => filters[name] ?? ''
  const option = (state: DeliveryPart) => {
    const number = numbers[state]
    return { value: state, label: (state === 'all' ? t.all : terms.state(state)) + (number ? ` ${count(number)}` : '') }
  }
  const dirty = Object.keys(filters).some((name) => name !== 'state' && name !== 'id')
  return (
    <FilterBar label={t.filters} dirty={dirty} onClear={() => clear(['state'])} aside={aside}>
      <Segmented label={t.state} value={part} options={[...deliveryStates.map(option), option('all')]} onChange={(state) => set({ state, id: undefined })} />
      {apps.length > 0 && <ChoiceFilter label={t.app} value={of('app')} options={apps} onChange={(app) => set({ app })} />}
      <ChoiceFilter label={t.kind} value={of('kind')} options={kinds.map((kind) => [kind, terms.act(kind)] as const)} onChange={(kind) => set({ kind })} width="w-36" />
      <TextFilter label={t.caseID} value={of('case_id')} maxLength={20} inputMode="numeric" width="w-24" onChange={(case_id) => set({ case_id })} />
      <TimeFilter from={of('from')} to={of('to')} onChange={set} />
    </FilterBar>
  )
}

/** useNumbers counts what has not arrived. */
function useNumbers(app?: string): Partial<Record<string, number>> {
  const { data } = useQuery({ queryKey: ['stats', 'deliveries', app], queryFn: () => must(api.GET('/stats/deliveries', { params: { query: { app } } })), refetchInterval: 10_000 })
  const sums: Partial<Record<string, number>> = {}
  for (const { state, number } of data?.items ?? []) sums[state] = (sums[state] ?? 0) + number
  return sums
}
