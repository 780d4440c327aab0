import { useWords } from '../../i18n/language'
import { Segmented } from '../../ui/field'
import { useFilters } from '../../ui/filters'
import { Empty } from '../../ui/states'
import { ReplayPanel } from '../replay'
import { RuleBench } from './bench'
import type { Rule } from './calls'
import { type Draft, bodyOf } from './draft'
import { RuleResults } from './results'
import { ruleWords } from './words'

const tabs = ['bench', 'replay', 'results'] as const

/** Beside is how a rule is tried, and what it did. */
export function Beside({ rule, draft }: { rule?: Rule; draft: Draft }) {
  const t = useWords(ruleWords)
  const { filters, set } = useFilters()
  const tab = tabs.find((one) => one === filters['tab']) ?? 'bench'
  return (
    <aside aria-label={t.beside} className="flex shrink-0 flex-col border-line bg-sunken max-lg:border-t lg:w-[clamp(380px,42vw-100px,560px)] lg:border-l">
      <div className="flex h-11 shrink-0 items-center border-b border-line px-4"><Segmented label={t.beside} options={tabs.map((one) => ({ value: one, label: t[one] }))} value={tab} onChange={(one) => set({ tab: one === 'bench' ? undefined : one })} /></div>
      <div className="min-h-0 flex-1 lg:overflow-y-auto">
        {tab === 'bench' && <RuleBench app={draft.app} draft={rule === undefined || rule.state === 'draft'} />}
        {tab === 'replay' && (draft.expression.trim() === '' ? <Empty title={t.writeFirst} /> : <div className="p-4"><ReplayPanel app={draft.app} change={{ rule: { id: rule?.id, ...replayed(draft, t.newRule) } }} /></div>)}
        {tab === 'results' && (rule ? <RuleResults rule={rule} /> : <Empty title={t.onlySaved} />)}
      </div>
    </aside>
  )
}

/** replayed is what of a rule changes what becomes of messages. */
function replayed(draft: Draft, unnamed: string) {
  const { name, expression, effect } = bodyOf(draft)
  return { name: name || unnamed, expression, effect }
}
