import { type Schemas, api, must } from '../../api/client'

/** Reversible is what one cause did in an app: list:3, rule:5, bank:2, model, detector, conduct; of any version and time where none is said. */
export interface Reversible { app: string; cause: string; version?: number; from?: string; to?: string }

/** Preview counts what would be undone. */
export type Preview = Schemas['ReversalCounts']

/** Reversing is how far it has come. */
export type Reversing = Schemas['ReversalProgress']

export function preview(query: Reversible): Promise<Preview> {
  return must(api.GET('/reversals/preview', { params: { query } }))
}
