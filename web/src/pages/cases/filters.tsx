import { useAppNames, useStaff } from '../../api/known'
import { useSession } from '../../api/session'
import { queues } from '../../app/places'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { ChoiceFilter, FilterBar, TextFilter, TimeFilter, useFilters } from '../../ui/filters'
import { caseWords } from './words'

/** CaseFilters are what cases are searched by. */
export function CaseFilters() {
  const t = useWords(caseWords)
  const terms = useTerms()
  const { filters, set, clear } = useFilters()
  const { me } = useSession()
  const apps = useAppNames()
  const staff = useStaff().data?.items
  const of = (name: string) => filters[name] ?? ''
  const people = staff ? staff.map((m) => [String(m.id), m.username] as const) : [[String(me.member.id), t.me] as const]
  return (
    <FilterBar label={t.filters} dirty={Object.keys(filters).length > 0} onClear={() => clear()}>
      <TextFilter label={t.text} value={of('text')} maxLength={256} width="w-48" onChange={(text) => set({ text })} />
      <TextFilter label={t.user} value={of('user_id')} maxLength={128} width="w-32" onChange={(user_id) => set({ user_id })} />
      <TextFilter label={t.reporter} value={of('reporter')} maxLength={128} width="w-32" onChange={(reporter) => set({ reporter })} />
      <ChoiceFilter label={t.queue} value={of('queue')} options={queues.map((queue) => [queue, terms.queue(queue)] as const)} onChange={(queue) => set({ queue })} />
      <ChoiceFilter label={t.state} value={of('state')} options={(['open', 'leased', 'decided'] as const).map((state) => [state, terms.state(state)] as const)} onChange={(state) => set({ state })} />
      {apps.length > 0 && <ChoiceFilter label={t.app} value={of('app')} options={apps} onChange={(app) => set({ app })} />}
      <ChoiceFilter label={t.decidedBy} value={of('decided_by')} options={people} onChange={(decided_by) => set({ decided_by })} width="w-36" />
      <TimeFilter from={of('from')} to={of('to')} onChange={set} />
    </FilterBar>
  )
}
