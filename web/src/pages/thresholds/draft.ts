import type { Schemas } from '../../api/client'
import { type Audit, type Set, own, setOf } from './spec'

/** Draft is an app's audit settings as they are being changed. */
export interface Draft {
  set: Set
  record: Audit['record']
  days: string
  detector: { url: string; token: string; timeout: string } | null
}

export function draftOf(audit: Audit): Draft {
  const { detector } = audit
  return { set: setOf(audit), record: audit.record, days: String(audit.keep_days), detector: detector ? { url: detector.url, token: '', timeout: String(detector.timeout_ms) } : null }
}

/** whole is a whole number between two, null where what was typed is none. */
export function whole(typed: string, most: number): number | null {
  return /^[1-9]\d{0,6}$/.test(typed.trim()) && Number(typed) <= most ? Number(typed) : null
}

export const mostDays = 3650
export const mostTimeout = 60_000

export function isAddress(text: string): boolean {
  return /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')
}

/** bodyOf is what is sent to be stored; null where something is filled in wrongly. */
export function bodyOf({ set, record, days, detector }: Draft): Schemas['PutAuditInputBody'] | null {
  const thresholds = own(set)
  const keep = whole(days, mostDays)
  if (!thresholds || keep === null) return null
  const body = { record, keep_days: keep, thresholds }
  if (!detector) return body
  const timeout = whole(detector.timeout, mostTimeout)
  if (timeout === null || !isAddress(detector.url)) return null
  return { ...body, detector: { url: detector.url.trim(), timeout_ms: timeout, ...(detector.token !== '' && { token: detector.token }) } }
}
