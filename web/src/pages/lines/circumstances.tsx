import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Fact, Facts } from '../../ui/facts'
import type { Circumstances } from './line'
import { lineWords } from './words'

/** CircumstancesOf is how it was said: what was not counted is not there. */
export function CircumstancesOf({ context: c }: { context: Circumstances }) {
  const t = useWords(lineWords)
  const sender = [c.risk && t.risky, c.protected && t.protected].filter(Boolean).join(' · ')
  const some = sender || c.offences || c.repeats || c.spread || c.near || c.lines_10s || c.lines_60s
  if (!some) return <p className="text-ui text-ink-3">{t.noCircumstances}</p>
  return (
    <Facts>
      <Fact name={t.risk}>{sender}</Fact>
      <Fact name={t.offences}>{c.offences && t.times(count(c.offences))}</Fact>
      <Fact name={t.repeats}>{c.repeats && t.times(count(c.repeats))}</Fact>
      <Fact name={t.lines10s}>{c.lines_10s && t.pieces(count(c.lines_10s))}</Fact>
      <Fact name={t.lines60s}>{c.lines_60s && t.pieces(count(c.lines_60s))}</Fact>
      <Fact name={t.spread}>{c.spread && t.people(count(c.spread))}</Fact>
      <Fact name={t.near}>{c.near && t.people(count(c.near))}</Fact>
    </Facts>
  )
}
