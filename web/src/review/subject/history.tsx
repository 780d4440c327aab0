import { Link } from '@tanstack/react-router'
import { useStaffName } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Section, Timeline } from '../../ui/facts'
import { When } from '../../ui/foreign'
import type { WorkCase } from '../desk/work'
import { subjectWords } from './words'

/** HistorySection is what was decided about the subject before, and by whom. */
export function HistorySection({ work }: { work: WorkCase }) {
  const t = useWords(subjectWords)
  const terms = useTerms()
  const nameOf = useStaffName()
  const { last_decisions: decisions } = work.history
  if (work.subject.kind !== 'user') return null
  const author = (by: { kind: string; id: string }) => (by.kind === 'staff' ? nameOf(by.id) : by.kind === 'system' ? t.system : t.administrator)
  return (
    <Section
      title={t.history}
      aside={decisions.length > 0 && <Link to="/users/$id" params={{ id: work.subject.id }} search={{ app: work.app }} className="text-ink-2 hover:text-accent">{t.all}</Link>}
    >
      {decisions.length === 0 ? <p className="text-ui text-ink-3">{t.noHistory}</p> : (
        <Timeline
          label={t.history}
          items={decisions.map((decision) => {
            const acts = [...new Set(decision.actions.filter((action) => !action.user_id || action.user_id === work.subject.id).map((action) => terms.punishment(action.type, action.hours, action.minutes)))]
            return {
              key: decision.id, void: decision.undone_at !== undefined, tone: decision.verdict === 'pass' ? 'ok' as const : 'danger' as const,
              what: <span className="foreign-line block">{[...acts, terms.label(decision.verdict)].join(' · ')}</span>,
              more: decision.undone_at ? <span className="text-label text-ink-3">{t.undone}</span> : undefined,
              who: <bdi className="max-w-24 truncate">{author(decision.author)}</bdi>, at: <When at={decision.at} />,
            }
          })}
        />
      )}
    </Section>
  )
}
