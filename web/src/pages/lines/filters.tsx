import { useAppNames } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { ChoiceFilter, FilterBar, TextFilter, TimeFilter, useFilters } from '../../ui/filters'
import { outcomes } from '../../ui/outcome'
import { ReverseButton } from '../reversal'
import { useCauseName, useCauses } from './causes'
import { lineWords } from './words'

/** LineFilters are what live messages are searched by. What one source found can be undone from here. */
export function LineFilters() {
  const t = useWords(lineWords)
  const terms = useTerms()
  const { filters, set, clear } = useFilters()
  const apps = useAppNames()
  const causes = useCauses()
  const causeName = useCauseName()
  const of = (name: string) => filters[name] ?? ''
  const cause = of('cause')
  const named = cause === '' || causes.some(([one]) => one === cause) ? causes : [...causes, [cause, causeName(cause)] as const]
  const dirty = Object.keys(filters).some((name) => name !== 'id')
  const undo = cause !== '' && <ReverseButton cause={cause} name={causeName(cause)} app={of('app')} from={of('from') || undefined} to={of('to') || undefined} />
  return (
    <FilterBar label={t.filters} dirty={dirty} onClear={() => clear()} aside={undo}>
      <TextFilter label={t.text} value={of('text')} maxLength={256} width="w-44" onChange={(text) => set({ text })} />
      <TextFilter label={t.user} value={of('user_id')} maxLength={256} width="w-28" onChange={(user_id) => set({ user_id })} />
      <TextFilter label={t.room} value={of('room_id')} maxLength={256} width="w-28" onChange={(room_id) => set({ room_id })} />
      <TextFilter label={t.dataID} value={of('data_id')} maxLength={64} width="w-28" onChange={(data_id) => set({ data_id })} />
      <ChoiceFilter label={t.outcome} value={of('outcome')} options={outcomes.map((one) => [one, terms.outcome(one)] as const)} onChange={(outcome) => set({ outcome })} width="w-36" />
      <ChoiceFilter label={t.cause} value={cause} options={named} onChange={(next) => set({ cause: next })} width="w-44" />
      {apps.length > 0 && <ChoiceFilter label={t.app} value={of('app')} options={apps} onChange={(app) => set({ app })} />}
      <TimeFilter from={of('from')} to={of('to')} onChange={set} />
    </FilterBar>
  )
}
