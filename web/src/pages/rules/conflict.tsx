import { useStaffName } from '../../api/known'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { When, inSentence } from '../../ui/foreign'
import { ruleWords } from './words'

/** Changed tells that somebody else was faster; what was written stays until it is said which counts. */
export function Changed({ by, at, onTheirs, onMine }: { by: string; at: string; onTheirs: () => void; onMine: () => void }) {
  const t = useWords(ruleWords)
  const staffName = useStaffName()
  const who = /^\d+$/.test(by) ? staffName(by) : by
  return (
    <div role="alert" className="flex min-h-14 shrink-0 items-center gap-3 border-b border-warn-line bg-warn-soft px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="foreign-line text-ui font-semibold text-warn">{t.conflictTitle(inSentence(who || t.somebody))}</p>
        <p className="text-label text-ink-2"><When at={at} /> · {t.conflictNote}</p>
      </div>
      <Button onClick={onTheirs}>{t.theirs}</Button>
      <Button onClick={onMine}>{t.mine}</Button>
    </div>
  )
}

/** Gone tells that the rule was deleted under somebody's hands. */
export function Gone() {
  const t = useWords(ruleWords)
  return <p role="alert" className="flex min-h-11 shrink-0 items-center border-b border-warn-line bg-warn-soft px-4 text-ui text-warn">{t.gone}</p>
}
