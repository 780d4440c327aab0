import { type Draft, available, blank } from '../desk/draft'
import { needsTarget, punishment } from '../desk/verdict'
import type { Verdict, WorkCase } from '../desk/work'

/** alike is the same punishment for another case, as far as its relation allows; null where it does not say whom to punish. */
export function alike(other: WorkCase, draft: Draft): Verdict | null {
  const can = available(other)
  const its: Draft = { ...blank(other), reason: draft.reason, actions: draft.actions.filter((action) => can.has(action)), hours: draft.hours, note: draft.note }
  if (its.actions.length < draft.actions.length || needsTarget(other, its)) return null
  return punishment(other, its)
}
