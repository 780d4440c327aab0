import { type Draft, accused, available, mayBeEvidence } from './draft'
import type { Action, Verdict, WorkCase } from './work'

/** targets are those whom the actions of a draft hit: the accused, else who wrote the evidence, else the owner of the profile. */
export function targets(work: WorkCase, draft: Draft): string[] {
  const named = accused(work)
  if (named !== null) return [named]
  const senders = draft.evidence.flatMap((at) => work.content.messages[at]?.sender_id ?? [])
  const owner = work.content.profile?.owner_id
  if (senders.length === 0 && owner) return [owner]
  return [...new Set(senders)]
}

/** hasSubject tells whether an action hits a user whom it names. Those of a call hit whom its case is about. */
function hasSubject(type: Action['type']): boolean {
  return !['dismiss_group', 'warn', 'kick_room', 'close_room'].includes(type)
}

/** actionsOf are the actions as the server takes them. Modules are said only where the ladder named one: the relation knows the rest. */
function actionsOf(work: WorkCase, draft: Draft): Action[] {
  const timed = available(work)
  const suggested = work.reasons.find((reason) => reason.label === draft.reason)?.suggestion?.actions ?? []
  const named = accused(work)
  const whom = targets(work, draft)
  return draft.actions.flatMap((type) => {
    const action: Action = { type, module_type: suggested.find((one) => one.type === type)?.module_type }
    if (timed.get(type)) action.hours = draft.hours
    if (!hasSubject(type)) return [action]
    return whom.flatMap((user) => {
      const his = user === named ? action : { ...action, subject: user }
      return type === 'delete' ? deletions(work, draft, user, his) : [his]
    })
  })
}

/** deletions are one for all of somebody's messages, or one for each that is evidence where not all of them are. */
function deletions(work: WorkCase, draft: Draft, user: string, action: Action): Action[] {
  const all = work.content.messages.flatMap((message, at) => (message.sender_id === user && mayBeEvidence(work, message) ? [at] : []))
  const chosen = all.filter((at) => draft.evidence.includes(at))
  const ids = chosen.flatMap((at) => work.content.messages[at]?.id || [])
  if (chosen.length === all.length || chosen.length === 0 || ids.length < chosen.length) return [action]
  return ids.map((id) => ({ ...action, message_id: id }))
}

/** punishment is the verdict of a draft; null while no reason is chosen. */
export function punishment(work: WorkCase, draft: Draft): Verdict | null {
  if (draft.reason === null) return null
  const actions = actionsOf(work, draft)
  return { verdict: draft.reason, ...(actions.length > 0 ? { actions } : {}), ...memo(draft) }
}

export function passing(draft: Draft): Verdict {
  return { verdict: 'pass', ...memo(draft) }
}

function memo(draft: Draft): { memo?: string } {
  const note = draft.note.trim()
  return note ? { memo: note } : {}
}

/** needsTarget tells that actions were chosen and nobody whom they hit. */
export function needsTarget(work: WorkCase, draft: Draft): boolean {
  return draft.actions.some(hasSubject) && targets(work, draft).length === 0
}

/** isForEver tells whether a verdict does what no later change of mind makes good: it is asked about first. */
export function isForEver(verdict: Verdict): boolean {
  return (verdict.actions ?? []).some((action) => action.type === 'dismiss_group' || (action.type === 'login_limit' && (action.hours ?? -1) < 0))
}
