import { CornerDownRight } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { type Terms, useTerms } from '../../i18n/terms'
import { type Draft, available } from '../desk/draft'
import { needsTarget, targets } from '../desk/verdict'
import type { WorkCase } from '../desk/work'
import { dockWords } from './words'

/** doing is what a draft does, in words: 删除内容 + 禁言 7 天. */
export function doing(work: WorkCase, draft: Draft, terms: Terms): string {
  const timed = available(work)
  return draft.actions.map((action) => (timed.get(action) ? terms.punishment(action, draft.hours) : terms.act(action))).join(' + ')
}

/** SuggestionLine says what the ladder has for the reason, and what will be done to whom. */
export function SuggestionLine({ work, draft }: { work: WorkCase; draft: Draft }) {
  const t = useWords(dockWords)
  const terms = useTerms()
  const zh = useLanguage() === 'zh'
  const reason = work.reasons.find((one) => one.label === draft.reason)
  return (
    <p className="flex h-5 min-w-0 items-center gap-2 text-label whitespace-nowrap text-ink-3">
      <CornerDownRight size={14} aria-hidden="true" className="shrink-0" />
      {!reason && <span className="foreign-line">{t.chooseReason}</span>}
      {reason?.suggestion && (
        <span className="foreign-line">
          {t.suggested}{' '}
          <span className="text-ink-2">{terms.label(reason.label)} → {reason.suggestion.actions.map((one) => terms.punishment(one.type, one.hours)).join(' + ') || t.noAction}</span>
          {zh ? `（${t.offence(reason.suggestion.offence, terms.label(reason.label))}）` : ` (${t.offence(reason.suggestion.offence, terms.label(reason.label))})`}
        </span>
      )}
      {reason && <Effect work={work} draft={draft} />}
    </p>
  )
}

function Effect({ work, draft }: { work: WorkCase; draft: Draft }) {
  const t = useWords(dockWords)
  if (draft.actions.length === 0) return <span className="foreign-line text-ink-2">{t.onlyFind}</span>
  if (needsTarget(work, draft)) return <span className="foreign-line font-medium text-warn">{t.chooseTarget}</span>
  const whom = targets(work, draft)
  const all = work.content.messages.filter((message) => whom.includes(message.sender_id ?? '')).length
  const chosen = draft.evidence.filter((at) => whom.includes(work.content.messages[at]?.sender_id ?? '')).length
  return (
    <span className="foreign-line ml-auto max-w-[40%] shrink-0 pl-3 text-ink-2">
      {draft.actions.includes('delete') && all > 1 && `${t.pieces(chosen || all, all)} · `}
      {whom.length > 1 ? t.on(t.several(whom.length)) : whom[0] && <span dir="auto">{t.on(whom[0])}</span>}
    </span>
  )
}
