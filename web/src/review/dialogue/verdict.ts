import { available } from '../desk/draft'
import type { Action, CaseItem, Verdict, WorkCase } from '../desk/work'
import { isHarsh, isRisky } from '../veil/rule'
import { type Dialogue, type DialogueDraft, type DialogueUser, mayAct, usersOf } from './draft'

/** lacking are those who have no verdict yet, as the report lists them. */
export function lacking(work: WorkCase, draft: DialogueDraft): DialogueUser[] {
  return usersOf(work).filter(({ key }) => draft.users[key]?.label == null)
}

// What weighs most, and what least; an app's own labels stand between.
const gravest: ReadonlySet<string> = new Set(['illegal', 'politics', 'porn'])
const lightest: ReadonlySet<string> = new Set(['ad', 'spam', 'violation'])

function weight(label: string): number {
  if (label === 'pass') return 0
  return gravest.has(label) ? 3 : lightest.has(label) ? 1 : 2
}

/** worst is the gravest of the labels; of equals the one that the app names first. */
export function worst(labels: readonly string[], order: readonly string[]): string {
  const sorted = labels.toSorted((a, b) => weight(b) - weight(a) || order.indexOf(a) - order.indexOf(b))
  return sorted[0] ?? 'pass'
}

/** suggested is the label of the dialogue that follows from those given so far; null while nobody is judged. */
export function suggested(work: WorkCase, draft: DialogueDraft): string | null {
  const given = usersOf(work).flatMap(({ key }) => draft.users[key]?.label ?? [])
  return given.length === 0 ? null : worst(given, work.dialogue?.labels ?? [])
}

/** judgement is the verdict of a draft; null while somebody lacks his. Evidence is told in the memo, for whoever looks at it later. */
export function judgement(work: WorkCase, draft: DialogueDraft, tellEvidence: (places: string) => string): Verdict | null {
  const verdict = draft.own ?? suggested(work, draft)
  if (verdict === null || lacking(work, draft).length > 0) return null
  const users = Object.fromEntries(usersOf(work).map(({ key }) => [key, draft.users[key]?.label ?? 'pass']))
  const actions = usersOf(work).flatMap(({ key }) => actionsOf(work, draft, key))
  const told = draft.evidence.length > 0 ? tellEvidence(draft.evidence.map((at) => at + 1).join(', ')) : ''
  const memo = [draft.note.trim(), told].filter(Boolean).join('\n')
  return { verdict, users, ...(actions.length > 0 ? { actions } : {}), ...(memo ? { memo } : {}) }
}

function actionsOf(work: WorkCase, draft: DialogueDraft, key: string): Action[] {
  const judged = draft.users[key]
  if (!judged || !mayAct(judged)) return []
  const timed = available(work)
  return judged.actions.map((type) => ({ type, subject: key, ...(timed.get(type) ? { hours: judged.hours } : {}) }))
}

/** nextPlace is where the focus goes from a user: to the next who lacks a verdict, from the top again; where no other does, it stays. */
export function nextPlace(work: WorkCase, draft: DialogueDraft, from: number): number {
  const missing = usersOf(work).flatMap(({ key }, at) => (draft.users[key]?.label == null && at !== from ? [at] : []))
  return missing.find((at) => at > from) ?? missing[0] ?? from
}

/** isRiskyDialogue tells whether the media of a dialogue are veiled unless somebody wants otherwise. Its report says in no word that we know what is wrong, so that what was found in the texts and of the users counts. */
export function isRiskyDialogue(item: Pick<CaseItem, 'risk' | 'complaints' | 'content'>, dialogue: Dialogue | undefined): boolean {
  return isRisky(item) || item.content.messages.some(({ hits }) => (hits ?? []).some(({ label }) => isHarsh(label)))
    || (dialogue?.users ?? []).some(({ history }) => Object.keys(history.offences ?? {}).some(isHarsh))
}
