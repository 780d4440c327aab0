import type { Terms } from '../../i18n/terms'
import type { Act } from './state'
import { type deskWords, caseName } from './words'

type Says = (typeof deskWords)['zh']

/** sayAct is an act in a few words: 已处罚 C-24009 · 禁言 1 天. */
export function sayAct(t: Says, terms: Terms, act: Act, id: number, number: number): string {
  const what = number > 1 ? `${caseName(id)} ${t.together(number)}` : caseName(id)
  if (act.kind === 'skip') return t.skipped(what)
  if (act.kind === 'escalate') return t.escalated(what)
  if (act.verdict.users) {
    const labels = Object.values(act.verdict.users)
    return t.judged(what, terms.label(act.verdict.verdict), labels.filter((label) => label !== 'pass').length, labels.length)
  }
  if (act.verdict.verdict === 'pass') return t.passed(what)
  const done = [...new Set((act.verdict.actions ?? []).map((action) => terms.punishment(action.type, action.hours ?? (action.minutes ? 0 : -1), action.minutes)))]
  if (done.length === 0) return `${t.noted(what)} · ${terms.label(act.verdict.verdict)}`
  return `${t.punished(what)} · ${done.join(' + ')}`
}
