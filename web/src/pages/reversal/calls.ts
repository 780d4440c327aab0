import { must } from '../../api/client'
import { soon } from '../../api/soon'

/** Reversible is what one cause did in an app: list:3, rule:5, bank:2, model, detector, conduct; of any version and time where none is said. */
export interface Reversible { app: string; cause: string; version?: number; from?: string; to?: string }

/** Preview counts what would be undone. */
export interface Preview { lines: number; denied: number; masked: number; waiting: number; decided: number; sanctions: number; reversible: number }

/** Reversing is how far it has come. */
export interface Reversing { done: number; total: number; lifted: number; called_back: number; closed: number; skipped: number }

export function preview(query: Reversible): Promise<Preview> {
  return must(soon.GET('/reversals/preview', { params: { query } })) as Promise<Preview>
}
