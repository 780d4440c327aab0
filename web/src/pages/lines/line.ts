import { type Schemas, api, must } from '../../api/client'

/** Line is a live message as it was judged and kept. */
export type Line = Schemas['LineBody']
/** LinePage says until when the server has looked: it looks at so many messages at once and no more. */
export type LinePage = Schemas['LinePage']
/** Found is one thing that was found in a message; its place is in UTF-16 units. */
export type Found = Schemas['EvidenceBody']
export type Circumstances = Schemas['ContextBody']

export interface LineQuery {
  app?: string; data_id?: string; user_id?: string; room_id?: string; text?: string; outcome?: Line['outcome']; cause?: string; version?: number; from?: string; to?: string; cursor?: string; limit?: number
}

export function findLines(query: LineQuery): Promise<LinePage> {
  return must(api.GET('/lines', { params: { query } }))
}

export function getLine(dataID: string): Promise<Line> {
  return must(api.GET('/lines/{data_id}', { params: { path: { data_id: dataID } } }))
}

/** causeOf names a cause without its version, the way the search takes it. */
export function causeOf({ kind, id }: Found['cause']): string {
  return id > 0 ? `${kind}:${id}` : kind
}
