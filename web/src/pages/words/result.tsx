import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Section } from '../../ui/facts'
import { Table } from '../../ui/table'
import { Tag, type Tone } from '../../ui/tag'
import { Findings, Reasons } from '../lines/findings'
import { Said } from '../lines/said'
import { wordWords } from './words'

const tones: Record<Schemas['DecisionWord']['outcome'], Tone> = { pass: 'ok', mask: 'warn', review: 'accent', deny: 'danger' }

/** Result is what would become of a text, and why. Who writes rules sees first what they said. */
export function Result({ text, trial: { decision, folded, evidence, shadow, trace, shown }, rulesFirst = false }: { text: string; trial: Schemas['TrialBody']; rulesFirst?: boolean }) {
  const t = useWords(wordWords)
  const terms = useTerms()
  const outcome = { pass: t.pass, mask: t.maskOut, review: t.reviewOut, deny: t.denyOut }[decision.outcome]
  const rules = trace.length > 0 && <Section title={t.trace} flush><Trace trace={trace} /></Section>
  return (
    <>
      <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2">
        <Tag tone={tones[decision.outcome]}>{outcome}</Tag>
        {decision.outcome !== 'pass' && <span className="text-ui font-medium">{terms.label(decision.label)}</span>}
        <span className="text-label text-ink-3">{t.sure} {decision.score.toFixed(2)}</span>
      </header>
      {rulesFirst && rules}
      <Section title={t.original}><p dir="auto" className="foreign text-evidence whitespace-pre-wrap"><Said text={text} found={evidence} /></p></Section>
      <Section title={t.viewers}>
        {shown ? <p dir="auto" className="foreign text-evidence whitespace-pre-wrap">{shown}</p> : <p className="text-ui text-ink-2">{decision.outcome === 'review' ? t.waits : t.hidden}</p>}
      </Section>
      <Section title={t.folded}><p dir="auto" className="foreign font-mono text-label text-ink-2">{folded}</p></Section>
      <Section title={t.found}>{evidence.length === 0 ? <p className="text-ui text-ink-2">{t.noHits}</p> : <Findings label={t.found} items={evidence} />}</Section>
      {shadow.length > 0 && <Section title={t.shadow}><Findings label={t.shadow} items={shadow} /></Section>}
      {!rulesFirst && rules}
      {(decision.reasons ?? []).length > 0 && <Section title={t.reasons}><Reasons reasons={decision.reasons ?? []} /></Section>}
    </>
  )
}

/** Trace is what each rule that was looked at said. */
function Trace({ trace }: { trace: Schemas['TrialBody']['trace'] }) {
  const t = useWords(wordWords)
  const states: Record<string, string> = { shadow: t.isShadow, live: t.isLive }
  return (
    <Table
      label={t.trace} rows={trace} rowKey={(one) => one.rule.id} columns={[
        { key: 'name', head: t.rule, cell: (one) => <Link to="/rules/$id" params={{ id: String(one.rule.id) }} dir="auto" className="foreign-line block underline decoration-line-strong underline-offset-2 hover:text-accent">{one.name}</Link> },
        { key: 'state', head: t.state, width: '96px', cell: (one) => <Tag tone={one.state === 'live' ? 'ok' : 'accent'}>{states[one.state] ?? one.state}</Tag> },
        { key: 'met', head: t.condition, width: '34%', cell: (one) => (one.problem ? <span dir="auto" title={one.problem} className="foreign-line block text-danger">{one.problem}</span> : one.met ? <span className="font-medium">{t.met}</span> : <span className="text-ink-3">{t.unmet}</span>) },
      ]}
    />
  )
}
