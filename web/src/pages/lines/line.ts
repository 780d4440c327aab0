import { must } from '../../api/client'
import { soon } from '../../api/soon'

export type Outcome = 'pass' | 'mask' | 'review' | 'deny'
export interface Cause { kind: string; id: number; version: number }

/** Found is one thing that was found in a message; its place is in UTF-16 units. */
export interface Found {
  source: string; what: string; label: string; want: Outcome; sure: number; weak: boolean; lane: string; from: number; to: number; cause: Cause
  /** By itself it would have led to the outcome. */
  led?: boolean
}

export interface Circumstances { repeats?: number; spread?: number; lines_10s?: number; lines_60s?: number; near?: number; risk?: boolean; protected?: boolean; offences?: number }

/** Line is a live message as it was judged and kept. */
export interface Line {
  data_id: string; app: string; credential: string; at: string; type: number; room_id: string; anchor_id: string; user_id: string
  text: string; shown: string; outcome: Outcome; checked: boolean; label: string; score: number; reasons: string[]
  evidence: Found[]; shadow: Found[]; context: Circumstances; policy: number; case_id?: number | null; reversed_at?: string | null
}

/** LinePage says until when the server has looked: it looks at so many messages at once and no more. */
export interface LinePage { items: Line[]; next?: string; until?: string }

export interface LineQuery {
  app?: string; data_id?: string; user_id?: string; room_id?: string; text?: string; outcome?: string; cause?: string; from?: string; to?: string; cursor?: string; limit?: number
}

export function findLines(query: LineQuery): Promise<LinePage> {
  return must(soon.GET('/lines', { params: { query } })) as Promise<LinePage>
}

export function getLine(dataID: string): Promise<Line> {
  return must(soon.GET('/lines/{data_id}', { params: { path: { data_id: dataID } } })) as Promise<Line>
}

/** causeOf names a cause without its version, the way the search takes it. */
export function causeOf({ kind, id }: Cause): string {
  return id > 0 ? `${kind}:${id}` : kind
}
