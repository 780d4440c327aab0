import type { Effect, Rule, RuleSaid } from './calls'

/** Draft is a rule as it stands in the editor. */
export interface Draft { app: string; name: string; note: string; expression: string; outcome: Effect['outcome']; label: string; quota: string }

export const blank: Draft = { app: '', name: '', note: '', expression: '', outcome: 'review', label: 'ad', quota: '0' }

export function draftOf({ app, name, note, expression, effect, quota }: Rule): Draft {
  return { app, name, note, expression, outcome: effect.outcome, label: effect.label, quota: String(quota) }
}

/** bodyOf is what the server is told of it. */
export function bodyOf(draft: Draft): RuleSaid {
  return { app: draft.app, name: draft.name.trim(), note: draft.note.trim(), expression: draft.expression, effect: { outcome: draft.outcome, label: draft.label }, quota: quotaOf(draft.quota) ?? 0 }
}

/** quotaOf reads a quota; null for what is none. */
export function quotaOf(text: string): number | null {
  const given = text.trim() === '' ? '0' : text.trim()
  return /^\d{1,9}$/.test(given) ? Number(given) : null
}

export function isSame(a: Draft, b: Draft): boolean {
  return JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b)) && quotaOf(a.quota) === quotaOf(b.quota)
}

export function isReady(draft: Draft): boolean {
  return draft.name.trim() !== '' && draft.expression.trim() !== '' && quotaOf(draft.quota) !== null
}
