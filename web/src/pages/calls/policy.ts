import type { Schemas } from '../../api/client'
import { whole } from '../thresholds/draft'

export type Policy = Schemas['AppEvidence']
type Rule = Schemas['EvidenceRule']

/** The levels that a rule names; 0 is any. */
export const levels = [0, 1, 2] as const
export type Level = (typeof levels)[number]

/** Doing is what becomes of evidence, as one choice: ask, warn, close, kick:minutes (-1 for ever); empty: no rule. */
export type Doing = '' | 'ask' | 'warn' | 'close' | `kick:${number}`

/** Draft is an app's policy as it is being changed; what becomes of a label at a level stands under "label/level". */
export interface Draft { doing: Readonly<Record<string, Doing>>; days: string; submit: boolean }

export const mostDays = 3650

function key(label: number, level: number): string {
  return `${label}/${level}`
}

function doingOf({ do: what, hours = 0, minutes = 0 }: Rule): Doing {
  if (what !== 'kick') return what
  const all = hours < 0 ? -1 : hours * 60 + minutes
  return `kick:${all === 0 ? -1 : all}`
}

export function draftOf(policy: Policy): Draft {
  const rules = policy.actions.map((rule): [string, Doing] => [key(rule.label, rule.level ?? 0), doingOf(rule)])
  return { doing: sorted(Object.fromEntries(rules)), days: String(policy.keep_days), submit: policy.submit_audit }
}

/** sorted are the rules in one order, without those that say what holds without them, so that the same policy looks the same. */
function sorted(doing: Readonly<Record<string, Doing>>): Record<string, Doing> {
  const said = Object.entries(doing).filter(([place, what]) => what !== '' && !(what === 'ask' && place.endsWith('/0')))
  return Object.fromEntries(said.toSorted(([a], [b]) => placeOf(a)[0] - placeOf(b)[0] || placeOf(a)[1] - placeOf(b)[1]))
}

function placeOf(place: string): [label: number, level: number] {
  const [label, level] = place.split('/').map(Number)
  return [label ?? 0, level ?? 0]
}

/** doingAt is what is chosen for a label at a level. */
export function doingAt({ doing }: Draft, label: number, level: Level): Doing {
  return doing[key(label, level)] ?? (level === 0 ? 'ask' : '')
}

export function chosen(draft: Draft, label: number, level: Level, what: Doing): Draft {
  return { ...draft, doing: sorted({ ...draft.doing, [key(label, level)]: what }) }
}

/** labelsOf are those that the contract names, and what the policy says of others. */
export function labelsOf(policy: Policy, draft: Draft, added: readonly number[]): number[] {
  const named = policy.labels.map(({ label }) => label)
  const others = [...added, ...Object.keys(draft.doing).map((place) => placeOf(place)[0])].filter((label) => !named.includes(label))
  return [...named, ...[...new Set(others)].toSorted((a, b) => a - b)]
}

/** lengthsOf are the lengths of a kick to choose from, with the one that is set. */
export function lengthsOf(policy: Policy, now: Doing): number[] {
  const set = now.startsWith('kick:') ? Number(now.slice(5)) : null
  if (set === null || policy.kick_minutes.includes(set)) return policy.kick_minutes
  return [...policy.kick_minutes, set].toSorted((a, b) => (a < 0 ? 1 : b < 0 ? -1 : a - b))
}

/** bodyOf is what is sent to be stored; null where something is filled in wrongly. */
export function bodyOf({ doing, days, submit }: Draft): Schemas['PutEvidenceInputBody'] | null {
  const keep = whole(days, mostDays)
  if (keep === null) return null
  const actions = Object.entries(sorted(doing)).map(([place, what]): Rule => {
    const [label, level] = placeOf(place)
    const about = { label, ...(level > 0 && { level }) }
    if (!what.startsWith('kick:')) return { ...about, do: what as Rule['do'] }
    const minutes = Number(what.slice(5))
    if (minutes < 0) return { ...about, do: 'kick', hours: -1 }
    return { ...about, do: 'kick', ...(minutes >= 60 && { hours: Math.floor(minutes / 60) }), ...(minutes % 60 > 0 && { minutes: minutes % 60 }) }
  })
  return { actions, keep_days: keep, submit_audit: submit }
}
