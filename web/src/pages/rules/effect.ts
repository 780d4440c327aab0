import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import type { Effect } from './calls'
import { ruleWords } from './words'

/** useEffectText says what a rule does, in words. */
export function useEffectText(): (effect: Pick<Effect, 'outcome' | 'label'>) => string {
  const t = useWords(ruleWords)
  const terms = useTerms()
  return ({ outcome, label }) => t.does(t[outcome], terms.label(label))
}
