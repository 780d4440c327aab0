import { Square } from 'lucide-react'
import type { Streaming } from '../../ui/stream'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Button } from '../../ui/button'
import { Figures } from '../../ui/facts'
import { Progress } from '../../ui/progress'
import { Note } from '../../ui/states'
import type { Reversing } from './calls'
import { reversalWords } from './words'

/** Course is how far the undoing has come, and what it came to. */
export function Course({ course, onAgain }: { course: Streaming<Reversing> & { stop: () => void }; onAgain: () => void }) {
  const t = useWords(reversalWords)
  const { last, running, done } = course
  return (
    <section aria-label={t.panel} className="flex min-w-0 flex-col gap-4">
      <div role="status" className="flex flex-col gap-3">
        {running && <p className="text-ui font-medium">{t.running}</p>}
        {done && <Note tone="ok">{t.done}</Note>}
        {!running && !done && <Note tone="warn">{t.stopped(count(last?.done ?? 0))}</Note>}
      </div>
      {running && (
        <div className="flex flex-col gap-1.5">
          <Progress label={t.running} done={last?.done ?? 0} of={last?.total ?? 0} />
          {last && <p className="text-label text-ink-2">{t.ofAll(count(last.done), count(last.total))}</p>}
        </div>
      )}
      {last && (
        <Figures items={[
          { name: t.calledBack, value: count(last.called_back) }, { name: t.closed, value: count(last.closed) }, { name: t.skipped, value: count(last.skipped) },
        ]} />
      )}
      <p className="text-label text-ink-3">{running ? t.stays : last && last.skipped > 0 ? t.skippedNote : ''}</p>
      <div className="flex justify-end gap-2">{running ? <Button icon={<Square size={13} />} onClick={course.stop}>{t.stop}</Button> : <Button onClick={onAgain}>{t.again}</Button>}</div>
    </section>
  )
}
