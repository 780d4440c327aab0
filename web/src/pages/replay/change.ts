import type { Schemas } from '../../api/client'
import type { Outcome } from '../../ui/outcome'

/** ReplayChange is what would change: terms, a rule, thresholds or the model. */
export type ReplayChange = Schemas['ChangeBody']

/** Progress comes while it runs; the last one is the result, which has the counts. */
export type Progress = Schemas['ReplayProgress'] & Partial<Omit<Schemas['ReplayResult'], 'examples'> & { examples: Example[] }>

export type Example = Omit<Schemas['Example'], 'before' | 'after'> & { before: Outcome; after: Outcome }
