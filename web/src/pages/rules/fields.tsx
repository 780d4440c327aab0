import { type RefObject } from 'react'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Choice, Field } from '../../ui/field'
import { categories } from '../words/calls'
import { type Sample, effects } from './calls'
import { type Draft, quotaOf } from './draft'
import { Expression } from './expression'
import { Vocabulary } from './vocabulary'
import { ruleWords } from './words'

interface Props { draft: Draft; onChange: (part: Partial<Draft>) => void; disabled: boolean; taken: boolean; wrong?: string; field: RefObject<HTMLTextAreaElement | null> }

/** RuleFields are what a rule says: whose it is, its condition, and what follows where that holds. */
export function RuleFields({ draft, onChange, disabled, taken, wrong, field }: Props) {
  const t = useWords(ruleWords)
  const apps = useApps().data?.items ?? []
  const insert = (word: string) => {
    field.current?.focus()
    put(field.current, word, (expression) => onChange({ expression }))
  }
  const begin = ({ name, note, expression, effect }: Sample) => onChange({ name: draft.name || name, note: draft.note || note, expression, outcome: effect.outcome, label: effect.label })
  return (
    <div className="flex flex-col gap-4 p-4 min-[1240px]:h-full min-[1240px]:min-h-[560px]">
      <div className="grid grid-cols-[minmax(0,1fr)_180px] gap-3">
        <Field label={t.name} required maxLength={64} autoComplete="off" dir="auto" disabled={disabled} value={draft.name} error={taken ? t.nameTaken : undefined} onChange={(e) => onChange({ name: e.target.value })} />
        <Choice label={t.app} disabled={disabled} value={draft.app} onChange={(e) => onChange({ app: e.target.value })}>
          <option value="">{t.allApps}</option>
          {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
        </Choice>
      </div>
      <div className="grid min-h-0 flex-1 gap-3 min-[1240px]:grid-cols-[minmax(0,1fr)_248px] min-[1240px]:grid-rows-[minmax(0,1fr)]">
        <Expression field={field} value={draft.expression} disabled={disabled} error={wrong} onChange={(expression) => onChange({ expression })} />
        <div className="flex max-h-[420px] min-h-[200px] flex-col min-[1240px]:max-h-none "><Vocabulary onInsert={disabled ? undefined : insert} onSample={disabled || draft.expression.trim() !== '' ? undefined : begin} /></div>
      </div>
      <EffectFields draft={draft} onChange={onChange} disabled={disabled} />
      <Field label={t.note} maxLength={160} autoComplete="off" dir="auto" disabled={disabled} value={draft.note} onChange={(e) => onChange({ note: e.target.value })} />
    </div>
  )
}

function EffectFields({ draft, onChange, disabled }: Pick<Props, 'draft' | 'onChange' | 'disabled'>) {
  const t = useWords(ruleWords)
  const terms = useTerms()
  const labels: readonly string[] = (categories as readonly string[]).includes(draft.label) ? categories : [draft.label, ...categories]
  return (
    <div className="grid grid-cols-3 gap-3">
      <Choice label={t.outcome} disabled={disabled} value={draft.outcome} onChange={(e) => onChange({ outcome: e.target.value as Draft['outcome'] })}>{effects.map((one) => <option key={one} value={one}>{t[one]}</option>)}</Choice>
      <Choice label={t.category} disabled={disabled} value={draft.label} onChange={(e) => onChange({ label: e.target.value })}>{labels.map((one) => <option key={one} value={one}>{terms.label(one)}</option>)}</Choice>
      <Field label={t.quota} hint={t.quotaHint} inputMode="numeric" maxLength={9} autoComplete="off" disabled={disabled} value={draft.quota} aria-invalid={quotaOf(draft.quota) === null || undefined} onChange={(e) => onChange({ quota: e.target.value })} />
    </div>
  )
}

/** put writes at the caret as if it were typed, so that it can be undone. */
function put(field: HTMLTextAreaElement | null, word: string, otherwise: (text: string) => void) {
  if (!field || document.execCommand('insertText', false, word)) return
  field.setRangeText(word, field.selectionStart, field.selectionEnd, 'end')
  otherwise(field.value)
}
