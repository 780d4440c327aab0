import { useState } from 'react'
import { Eye } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Button } from '../../ui/button'
import { Figures, Section } from '../../ui/facts'
import { Segmented } from '../../ui/field'
import { OutcomeTag, outcomes } from '../../ui/outcome'
import { Empty, Failed, Loading } from '../../ui/states'
import type { Results, Rule } from './calls'
import { daysBack, filled } from './days'
import { Examples } from './examples'
import { useResults } from './use'
import { ruleWords } from './words'

/** RuleResults is what a rule did or would have done, day by day, with the messages themselves for those who ask. */
export function RuleResults({ rule }: { rule: Rule }) {
  const t = useWords(ruleWords)
  const [days, setDays] = useState<7 | 14 | 30>(14)
  const { data, error, refetch } = useResults(rule.id, daysBack(days))
  const [looking, setLooking] = useState(false)
  const periods = [{ value: 7, label: t.week }, { value: 14, label: t.fortnight }, { value: 30, label: t.month }] as const
  return (
    <>
      <div className="px-4 pt-4"><Segmented label={t.period} options={periods} value={days} onChange={setDays} /></div>
      {!data ? (error ? <Failed error={error} again={() => void refetch()} /> : <Loading />) : data.hits + data.shadow_hits === 0 ? <Empty title={t.noResults}>{t.noResultsNote}</Empty> : (
        <>
          <div className="p-4"><Figures items={[{ name: t.hits, value: count(data.hits) }, { name: t.shadowHits, value: count(data.shadow_hits) }]} /></div>
          <Section title={t.byDay}><Bars byDay={filled(data.by_day, days)} /></Section>
          <Would would={data.would} />
          <Section title={t.examples} aside={t.examplesNote} flush={looking}>
            {looking ? <Examples rule={rule.id} /> : <Button size="s" icon={<Eye size={14} />} onClick={() => setLooking(true)}>{t.showExamples}</Button>}
          </Section>
        </>
      )}
    </>
  )
}

/** Would is what the shadow hits would have become. */
function Would({ would }: { would: Results['would'] }) {
  const t = useWords(ruleWords)
  const shown = outcomes.filter((one) => (would[one] ?? 0) > 0)
  return shown.length > 0 && (
    <Section title={t.would}>
      <ul className="flex flex-wrap gap-4">{shown.map((one) => <li key={one} className="flex items-center gap-2 text-ui"><OutcomeTag outcome={one} /><span className="font-semibold">{count(would[one] ?? 0)}</span></li>)}</ul>
    </Section>
  )
}

/** Bars are the hits of each day: what counted below, what the shadow would have done above. */
function Bars({ byDay }: { byDay: Results['by_day'] }) {
  const t = useWords(ruleWords)
  const language = useLanguage()
  const most = Math.max(1, ...byDay.map((day) => day.hits + day.shadow))
  const named = (day: string) => new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { month: '2-digit', day: '2-digit', timeZone: 'UTC' }).format(new Date(day))
  return (
    <div className="flex flex-col gap-2">
      <ol className="flex h-24 items-end gap-1 border-b border-line-strong">
        {byDay.map(({ day, hits, shadow }) => {
          const said = t.dayOf(named(day), count(hits), count(shadow))
          return (
            <li key={day} title={said} className="flex h-full min-w-0 flex-1 flex-col justify-end hover:bg-hover">
              <span className="sr-only">{said}</span>
              <span aria-hidden="true" className="rounded-t-[2px] bg-accent-line" style={{ height: `${(shadow / most) * 100}%` }} />
              <span aria-hidden="true" className={shadow === 0 ? 'rounded-t-[2px] bg-accent-solid' : 'bg-accent-solid'} style={{ height: `${(hits / most) * 100}%` }} />
            </li>
          )
        })}
      </ol>
      <p className="flex items-center justify-between text-meta text-ink-3">
        <span>{named(byDay[0]?.day ?? '')}</span>
        <span className="flex items-center gap-3">
          <span className="flex items-center gap-1"><span aria-hidden="true" className="size-2 rounded-[2px] bg-accent-solid" />{t.hits}</span>
          <span className="flex items-center gap-1"><span aria-hidden="true" className="size-2 rounded-[2px] bg-accent-line" />{t.shadowHits}</span>
        </span>
        <span>{named(byDay.at(-1)?.day ?? '')}</span>
      </p>
    </div>
  )
}
