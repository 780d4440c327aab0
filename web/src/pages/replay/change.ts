import type { Schemas } from '../../api/client'
import type { Outcome } from '../../ui/outcome'

/** Term is one that a replay tries, as a list would have it. */
export interface ReplayTerm { text: string; category?: string; action?: string; mode?: string }

export interface ReplayRule { id?: number; name: string; expression: string; effect: { outcome: string; label: string } }

export type ReplayThresholds = Schemas['ThresholdsInForce']

/** ReplayChange is what would change: one of these. */
export interface ReplayChange {
  terms?: { list?: number; add?: ReplayTerm[]; remove?: string[] }
  rule?: ReplayRule
  thresholds?: ReplayThresholds
  model?: number
}

export interface Example { data_id: string; text: string; before: Outcome; after: Outcome; reasons: string[] | null }

/** Progress comes while it runs; the last one has the counts. */
export interface Progress { read: number; of?: number; changed?: number; counts?: Record<string, number>; newly?: Newly; examples?: Example[] | null }

export interface Newly { denied: number; masked: number; asked: number; passed: number }
