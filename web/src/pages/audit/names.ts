import type { Schemas } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useWords } from '../../i18n/language'
import { auditWords } from './words'

export type Entry = Schemas['AuditItem']

export const families = ['case.', 'evidence.', 'user.', 'report.', 'sanction.', 'list.', 'delivery.', 'staff.', 'session.', 'token.', 'app.', 'setting.', 'words.', 'rule.', 'bank.', 'gifts.', 'coins.', 'model.', 'line.', 'lines.', 'reversal.', 'audit.'] as const
export const objects = ['case', 'report', 'user', 'place', 'sanction', 'delivery', 'staff', 'session', 'token', 'app', 'setting', 'word_list', 'rule', 'bank', 'wallet', 'model', 'line', 'reversal', 'erasure', 'audit'] as const
export const actors = ['staff', 'app', 'administrator', 'system', 'cli', 'visitor'] as const

/** useAuditNames says what the log's own names mean; what a newer server adds is shown as it is. */
export function useAuditNames() {
  const t = useWords(auditWords) as Readonly<Record<string, unknown>>
  const staffName = useStaffName()
  const known = (key: string, otherwise: string) => (typeof t[key] === 'string' ? t[key] : otherwise)
  return {
    action: (action: string) => known(action, action),
    object: (kind: string) => known(`o_${kind}`, kind),
    actorKind: (kind: string) => known(`a_${kind}`, kind),
    actor: ({ kind, id, name }: Entry['actor']) => name || (kind === 'staff' && id ? staffName(id) : [known(`a_${kind}`, kind), id].filter(Boolean).join(' ')),
  }
}
