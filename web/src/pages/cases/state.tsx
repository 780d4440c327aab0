import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Tag } from '../../ui/tag'
import { caseWords } from './words'

/** Outcome is how a case stands: waiting, held, or what was decided. */
export function Outcome({ state, verdict }: { state: string; verdict?: string }) {
  const terms = useTerms()
  if (state === 'decided' && verdict) return <Tag tone={verdict === 'pass' ? 'ok' : 'danger'}>{terms.label(verdict)}</Tag>
  return <Tag tone={state === 'leased' ? 'accent' : 'plain'}>{terms.state(state)}</Tag>
}

/** Marks are what makes a case special. */
export function Marks({ case: c }: { case: Pick<Schemas['CaseItem'], 'risk' | 'protected' | 'escalated'> }) {
  const t = useWords(caseWords)
  return (
    <>
      {c.risk && <Tag tone="danger">{t.risk}</Tag>}
      {c.protected && <Tag tone="accent">{t.protected}</Tag>}
      {c.escalated && <Tag tone="warn">{t.escalated}</Tag>}
    </>
  )
}
