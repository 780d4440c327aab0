import { useAppNames } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Segmented } from '../../ui/field'
import { ChoiceFilter, FilterBar, TextFilter, useFilters } from '../../ui/filters'
import { sanctionWords } from './words'

const actions = ['mute', 'delete', 'login_limit', 'close_show', 'kick_out', 'dismiss_group', 'kick_room', 'close_room', 'warn'] as const

export function SanctionFilters() {
  const t = useWords(sanctionWords)
  const terms = useTerms()
  const { filters, set, clear } = useFilters()
  const apps = useAppNames()
  const of = (name: string) => filters[name] ?? ''
  return (
    <FilterBar label={t.filters} dirty={Object.keys(filters).some((name) => name !== 'show')} onClear={() => clear(['show'])}>
      <Segmented label={t.state} value={of('show') === 'all' ? 'all' : 'force'} options={[{ value: 'force', label: t.inForce }, { value: 'all', label: t.all }]} onChange={(show) => set({ show: show === 'all' ? show : undefined })} />
      <TextFilter label={t.user} value={of('user_id')} maxLength={128} onChange={(user_id) => set({ user_id })} />
      <TextFilter label={t.place} value={of('place_id')} maxLength={128} onChange={(place_id) => set({ place_id })} />
      <ChoiceFilter label={t.action} value={of('action')} options={actions.map((action) => [action, terms.act(action)] as const)} onChange={(action) => set({ action })} width="w-36" />
      {apps.length > 0 && <ChoiceFilter label={t.app} value={of('app')} options={apps} onChange={(app) => set({ app })} />}
    </FilterBar>
  )
}
