import { type Schemas, api, atLength, must } from '../../../api/client'

export type Erased = Schemas['Erased']
export interface Whom { app: string; id: string }

/** countOf is what an erasure would do. */
export function countOf({ app, id }: Whom, signal?: AbortSignal): Promise<Erased> {
  return must(api.POST('/apps/{id}/users/{user_id}/erasure', { params: { path: { id: app, user_id: id }, query: { dry_run: true } }, fetch: atLength, signal }))
}

export function erase({ app, id }: Whom, reason: string, key: string): Promise<Erased> {
  return must(api.POST('/apps/{id}/users/{user_id}/erasure', { params: { path: { id: app, user_id: id }, query: { reason }, header: { 'Idempotency-Key': key } }, fetch: atLength }))
}

/** receiptOf is the number of the log's entry that says what an erasure did. */
export async function receiptOf(erasure: number): Promise<number | undefined> {
  const { items } = await must(api.GET('/audit', { params: { query: { action: 'user.erase', object_kind: 'erasure', object_id: String(erasure), limit: 1 } } }))
  return items[0]?.id
}
