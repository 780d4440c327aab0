import { useState } from 'react'
import { ArrowRight } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { useWhy } from '../../i18n/why'
import { cx } from '../../ui/class'
import { type Outcome, OutcomeTag } from '../../ui/outcome'
import { Empty } from '../../ui/states'
import type { Example, Progress } from './change'
import { replayWords } from './words'

const kinds = [['denied', 'deny'], ['masked', 'mask'], ['asked', 'review'], ['passed', 'pass']] as const
type Kind = (typeof kinds)[number][0]

/** ReplayResult is what would change: how often, into what, and examples of each. */
export function ReplayResult({ seen }: { seen: Progress }) {
  const t = useWords(replayWords)
  const newly = seen.newly ?? { denied: 0, masked: 0, asked: 0, passed: 0 }
  const examples = seen.examples ?? []
  const first = kinds.find(([kind]) => newly[kind] > 0)?.[0]
  const [picked, setPicked] = useState<Kind>()
  const shown = picked ?? first
  if (seen.read === 0) return <div role="status"><Empty title={t.none}>{t.noneNote}</Empty></div>
  if (!shown) return <div role="status"><Empty title={t.same}>{t.done(count(seen.read))}</Empty></div>
  const into = kinds.find(([kind]) => kind === shown)?.[1]
  const mine = examples.filter((one) => one.after === into)
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div role="radiogroup" aria-label={t.changes} className="grid grid-cols-4 divide-x divide-line overflow-hidden rounded-card border border-line bg-surface">
        {kinds.map(([kind]) => (
          <button
            key={kind} type="button" role="radio" aria-checked={kind === shown} onClick={() => setPicked(kind)}
            className={cx('flex min-w-0 flex-col px-3 py-2 text-left -outline-offset-2!', kind === shown ? 'bg-active' : 'hover:bg-hover')}
          >
            <span className="text-[17px] leading-6 font-semibold">{count(newly[kind])}</span>
            <span className="truncate text-label text-ink-2">{t[kind]}</span>
          </button>
        ))}
      </div>
      <p role="status" className="flex flex-wrap gap-x-3 text-label text-ink-3">
        <span>{t.done(count(seen.read))}</span>
        {mine.length > 0 && mine.length < newly[shown] && <span>{t.some(count(mine.length), count(newly[shown]))}</span>}
      </p>
      {mine.length === 0 ? <p className="text-ui text-ink-2">{t.noExamples}</p> : <ol aria-label={t.examples} className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">{mine.map((one) => <One key={one.data_id} example={one} />)}</ol>}
    </div>
  )
}

function One({ example: { text, before, after, reasons } }: { example: Example }) {
  const why = useWhy()
  return (
    <li className="flex min-w-0 flex-col gap-1 px-3 py-2">
      <div className="flex min-w-0 items-start gap-3">
        <p dir="auto" className="foreign line-clamp-4 min-w-0 flex-1 text-evidence">{text}</p>
        <Into before={before} after={after} />
      </div>
      {reasons.length > 0 && <p dir="auto" className="foreign text-label text-ink-3">{reasons.map(why.reason).join(' · ')}</p>}
    </li>
  )
}

function Into({ before, after }: { before: Outcome; after: Outcome }) {
  const t = useWords(replayWords)
  return (
    <span className="flex h-[25px] shrink-0 items-center gap-1">
      <OutcomeTag outcome={before} /><ArrowRight size={13} aria-label={t.becomes} className="text-ink-3" /><OutcomeTag outcome={after} />
    </span>
  )
}
