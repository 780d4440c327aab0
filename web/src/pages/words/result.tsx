import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Section } from '../../ui/facts'
import { ForeignLine } from '../../ui/foreign'
import { Marked } from '../../ui/marked'
import { Table } from '../../ui/table'
import { Tag, type Tone } from '../../ui/tag'
import { wordWords } from './words'

const tones: Record<Schemas['DecisionWord']['outcome'], Tone> = { pass: 'ok', mask: 'warn', review: 'accent', deny: 'danger' }

/** Result is what would become of a text, and why. */
export function Result({ text, trial: { decision, folded, hits, shown } }: { text: string; trial: Schemas['TrialBody'] }) {
  const t = useWords(wordWords)
  const terms = useTerms()
  const found = hits ?? []
  const outcome = { pass: t.pass, mask: t.maskOut, review: t.reviewOut, deny: t.denyOut }[decision.outcome]
  return (
    <>
      <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2">
        <Tag tone={tones[decision.outcome]}>{outcome}</Tag>
        {decision.outcome !== 'pass' && <span className="text-ui font-medium">{terms.label(decision.label)}</span>}
        <span className="text-label text-ink-3">{t.sure} {decision.score.toFixed(2)}</span>
      </header>
      <Section title={t.original}><p dir="auto" className="foreign text-evidence whitespace-pre-wrap"><Marked text={text} hits={found} /></p></Section>
      <Section title={t.viewers}>
        {shown ? <p dir="auto" className="foreign text-evidence whitespace-pre-wrap">{shown}</p> : <p className="text-ui text-ink-2">{decision.outcome === 'review' ? t.waits : t.hidden}</p>}
      </Section>
      <Section title={t.folded}><p dir="auto" className="foreign font-mono text-label text-ink-2">{folded}</p></Section>
      <Section title={t.hits} flush>
        {found.length === 0 ? <p className="px-4 pb-4 text-ui text-ink-2">{t.noHits}</p> : (
          <Table
            label={t.hits} rows={found} rowKey={(hit) => `${hit.from} ${hit.to} ${hit.list} ${hit.term}`} columns={[
              { key: 'term', head: t.term, cell: (hit) => <ForeignLine className="font-medium">{hit.term}</ForeignLine> },
              { key: 'list', head: t.list, cell: (hit) => <ForeignLine className="text-ink-2">{hit.list}</ForeignLine> },
              { key: 'label', head: t.category, width: '112px', cell: (hit) => terms.label(hit.label) },
              { key: 'action', head: t.action, width: '84px', cell: (hit) => t[hit.action as 'mask'] ?? hit.action },
            ]}
          />
        )}
      </Section>
      {(decision.reasons ?? []).length > 0 && (
        <Section title={t.reasons}><ol className="flex flex-col gap-1 text-ui text-ink-2">{decision.reasons?.map((reason, i) => <li key={i} dir="auto" className="foreign">{reason}</li>)}</ol></Section>
      )}
    </>
  )
}
