import { useWords } from '../../i18n/language'
import { ruleWords } from './words'

/** Gone tells that the rule was deleted under somebody's hands. */
export function Gone() {
  const t = useWords(ruleWords)
  return <p role="alert" className="flex min-h-11 shrink-0 items-center border-b border-warn-line bg-warn-soft px-4 text-ui text-warn">{t.gone}</p>
}
