import { useStaffName } from '../api/known'
import { useWords } from '../i18n/language'
import { words } from '../i18n/words'
import { Button } from './button'
import { When, inSentence } from './foreign'

const changedWords = words(
  { somebody: '别人', note: '你写的内容都还在。', theirs: '改用对方的版本', mine: '用我的覆盖' },
  { somebody: 'Somebody', note: 'What you wrote is kept.', theirs: 'Take theirs', mine: 'Put mine over it' },
)

/** Changed tells that somebody else was faster; what was written stays until it is said which counts. */
export function Changed({ title, by, at, onTheirs, onMine }: { title: (who: string) => string; by: string; at: string; onTheirs: () => void; onMine: () => void }) {
  const t = useWords(changedWords)
  const staffName = useStaffName()
  const who = /^\d+$/.test(by) ? staffName(by) : by
  return (
    <div role="alert" className="flex min-h-14 shrink-0 items-center gap-3 border-b border-warn-line bg-warn-soft px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="foreign-line text-ui font-semibold text-warn">{title(inSentence(who || t.somebody))}</p>
        <p className="text-label text-ink-2"><When at={at} /> · {t.note}</p>
      </div>
      <Button onClick={onTheirs}>{t.theirs}</Button>
      <Button onClick={onMine}>{t.mine}</Button>
    </div>
  )
}
