import { useTerms } from '../i18n/terms'
import { Tag, type Tone } from './tag'

export const outcomes = ['pass', 'mask', 'review', 'deny'] as const
export type Outcome = (typeof outcomes)[number]

const tones: Record<Outcome, Tone> = { pass: 'ok', mask: 'warn', review: 'accent', deny: 'danger' }

/** OutcomeTag is what becomes of a live message, in a word. */
export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const terms = useTerms()
  return <Tag tone={tones[outcome] ?? 'plain'}>{terms.outcome(outcome)}</Tag>
}
