import type { Schemas } from '../../api/client'

export type Audit = Schemas['AppAudit']
export type Name = keyof Audit['thresholds']

/** The thresholds in the order in which they weigh: shares from 0 to 1, then numbers. */
export const shares = ['deny', 'review', 'model'] as const satisfies readonly Name[]
export const numbers = ['repeats', 'spread', 'near', 'deny_repeat_offenders'] as const satisfies readonly Name[]
export const names: readonly Name[] = [...shares, ...numbers]

/** Set are the thresholds that an app sets, as they are typed; what is not there follows the default. */
export type Set = Partial<Record<Name, string>>

export function setOf(audit: Audit): Set {
  return Object.fromEntries(names.filter((name) => audit.own.includes(name)).map((name) => [name, String(audit.thresholds[name])]))
}

export function isShare(name: Name): boolean {
  return (shares as readonly Name[]).includes(name)
}

/** valueOf is what was typed as a number, null where it is none that the threshold takes. */
export function valueOf(name: Name, typed: string): number | null {
  const value = Number(typed)
  if (typed.trim() === '' || !Number.isFinite(value) || value < 0) return null
  if (isShare(name)) return value <= 1 ? value : null
  return Number.isInteger(value) && value <= 1_000_000 ? value : null
}

/** own are the thresholds to be stored, null where one of them is none. */
export function own(set: Set): Partial<Record<Name, number>> | null {
  const all: Partial<Record<Name, number>> = {}
  for (const name of names) {
    const typed = set[name]
    if (typed === undefined) continue
    const value = valueOf(name, typed)
    if (value === null) return null
    all[name] = value
  }
  return all
}

/** inForce is what would hold with them. */
export function inForce(audit: Audit, mine: Partial<Record<Name, number>>): Audit['thresholds'] {
  return { ...audit.defaults, ...mine }
}
