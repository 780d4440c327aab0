import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Progress as ProgressBar } from '../../ui/progress'
import type { Progress } from './change'
import { replayWords } from './words'

/** Bar is how far a replay has come. */
export function Bar({ seen }: { seen: Progress }) {
  const t = useWords(replayWords)
  const { of } = seen
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label={t.reading} done={seen.read} of={of} />
      <p className="flex justify-between text-label text-ink-2">
        <span>{of > 0 ? t.readOf(count(seen.read), count(of)) : t.read(count(seen.read))}</span>
        <span>{t.changedSoFar(count(seen.changed))}</span>
      </p>
    </div>
  )
}
