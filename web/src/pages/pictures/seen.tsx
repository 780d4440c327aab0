import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useWhy } from '../../i18n/why'
import { CopyButton } from '../../ui/button'
import { Section } from '../../ui/facts'
import { ForeignLine } from '../../ui/foreign'
import { OutcomeTag } from '../../ui/outcome'
import { Table } from '../../ui/table'
import { Tag } from '../../ui/tag'
import type { Match, Seen } from './calls'
import { Print } from './print'
import { pictureWords } from './words'

/** From so much to see on, pictures are compared. */
const clear = 50

/** SeenIn is what was seen in a picture, and what would become of it. */
export function SeenIn({ seen: { hash, quality, matches, codes, decision } }: { seen: Seen }) {
  const t = useWords(pictureWords)
  const terms = useTerms()
  const why = useWhy()
  return (
    <>
      <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2">
        <OutcomeTag outcome={decision.outcome} />
        {decision.outcome !== 'pass' && <span dir="auto" className="foreign-line text-ui font-medium">{terms.label(decision.label)}</span>}
        <span className="text-label text-ink-3">{t.sure} {decision.score.toFixed(2)}</span>
      </header>
      {decision.reasons.length > 0 && <Section title={t.reasons}><ol className="flex flex-col gap-1 text-ui">{decision.reasons.map((reason, i) => <li key={i} dir="auto" className="foreign [line-break:auto]!">{why.reason(reason)}</li>)}</ol></Section>}
      <Section title={t.matches} flush>{matches.length === 0 ? <p className="px-4 pb-4 text-ui text-ink-2">{quality < clear ? t.poor : t.noMatches}</p> : <Matches matches={matches} />}</Section>
      <Section title={t.codes}>{codes.length === 0 ? <p className="text-ui text-ink-3">{t.noCodes}</p> : <ul className="flex flex-col gap-1">{codes.map((code, i) => <li key={i} dir="auto" className="foreign font-mono text-label">{code}</li>)}</ul>}</Section>
      <Section title={t.print} aside={t.quality(quality)}>
        <div className="flex items-center gap-3"><Print hash={hash} size={64} /><p className="font-mono text-label wrap-anywhere text-ink-2">{hash}</p><CopyButton text={hash} label={t.copyHash} /></div>
      </Section>
    </>
  )
}

/** How many bits may differ. */
const most = 31

function Matches({ matches }: { matches: readonly Match[] }) {
  const t = useWords(pictureWords)
  return (
    <Table
      label={t.matches} rows={matches} rowKey={({ bank }) => bank.id} columns={[
        { key: 'bank', head: t.bank, cell: ({ bank }) => <ForeignLine className="font-medium">{bank.name}</ForeignLine> },
        { key: 'kind', head: t.kind, width: '84px', cell: ({ kind }) => <Tag tone={kind === 'banned' ? 'danger' : 'ok'}>{t[kind]}</Tag> },
        {
          key: 'distance', head: t.distance, width: '45%', cell: ({ distance }) => (
            <span title={t.distanceNote(distance)} className="flex items-center gap-2">
              <span aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-active"><span className="block h-full rounded-full bg-ink-3" style={{ width: `${Math.max(2, (distance / most) * 100)}%` }} /></span>
              <span className="w-14 text-right">{distance} / {most}</span>
            </span>
          ),
        },
      ]}
    />
  )
}
