import { memo } from 'react'
import { Trash2 } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { cx } from '../../ui/class'
import { ForeignLine } from '../../ui/foreign'
import { Marked } from '../../ui/marked'
import { Tag } from '../../ui/tag'
import type { Message } from '../desk/work'
import { Choose } from '../message/line'
import { Evidence } from '../veil/evidence'
import { ToBank } from '../veil/tobank'
import type { DialogueUser } from './draft'
import { Face } from './face'
import { Label } from './label'
import { tellSaid } from './said'
import { dialogueWords } from './words'

export interface LineProps {
  app: string
  message: Message
  at: number
  /** When the one before it was said. */
  before?: string
  /** It begins what one person said in a row: his name and picture stand here. */
  first: boolean
  user?: DialogueUser
  /** What he has been judged to be, if that is said yet. */
  label?: string | null
  risky: boolean
  /** The user in focus said it. */
  his: boolean
  focused: boolean
  evidence: boolean
  /** Absent where it is only read. */
  onFocus?: (at: number) => void
  onEvidence?: (at: number) => void
}

/** Line is one thing that was said. Only the line that changes is drawn again. */
export const Line = memo(function Line({ app, message, at, before, first, user, label, risky, his, focused, evidence, onFocus, onEvidence }: LineProps) {
  const t = useWords(dialogueWords)
  const { day, time } = tellSaid(message.sent_at, before, useLanguage())
  const name = user?.name || message.sender_id || t.stranger
  return (
    <li id={`line-${at}`} aria-current={focused || undefined} onClick={onFocus && (() => onFocus(at))}>
      {day && <p className="px-5 pt-3 pb-1 text-center text-label text-ink-3">{day}</p>}
      <div className={cx('group relative flex gap-3 pr-5 pb-1.5 pl-3', first ? 'pt-2.5' : 'pt-1', focused ? 'bg-hover' : his && 'bg-accent-soft')}>
        <span aria-hidden="true" className={cx('absolute inset-y-0 left-0 w-[3px]', focused || his ? 'bg-accent' : evidence ? 'bg-danger' : 'bg-transparent')} />
        <span aria-hidden="true" className="w-5 shrink-0 pt-0.5 text-right text-label text-ink-3">{at + 1}</span>
        <ForeignLine className="w-[58px] shrink-0 pt-0.5 text-label text-ink-3 tabular-nums">{time}</ForeignLine>
        <span className="w-7 shrink-0 pt-0.5">{first && <Face user={user} name={name} risky={risky} />}</span>
        <div className="min-w-0 flex-1">
          {first && (
            <div className="flex min-h-5 items-center gap-2">
              <ForeignLine className="max-w-[28em] text-ui font-semibold text-ink">{name}</ForeignLine>
              {label && <span className="shrink-0"><Label label={label} /></span>}
            </div>
          )}
          {message.text && message.type !== 'audio' && <p dir="auto" className="foreign max-w-[46em] text-evidence text-ink"><Marked text={message.text} hits={message.hits ?? []} /></p>}
          {(message.media || message.tag === 'del') && (
            <div className="flex flex-wrap items-end gap-2 py-1">
              <Evidence message={message} risky={risky} focused={focused} />
              {message.tag === 'del' && <Tag tone="warn" icon={<Trash2 size={11} aria-hidden="true" />}>{t.deleted}</Tag>}
              {message.type === 'picture' && message.media && onFocus && <ToBank media={message.media} app={app} className={cx(!focused && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100')} />}
            </div>
          )}
          {!message.media && message.url && <ForeignLine className="text-label text-ink-3">{message.url}</ForeignLine>}
          {message.markup && (
            <details className="max-w-[46em]">
              <summary className="w-fit cursor-pointer text-label text-ink-3 hover:text-ink-2">{t.source}</summary>
              <p dir="auto" className="foreign max-h-40 overflow-y-auto rounded-control border border-line bg-sunken px-2 py-1 font-mono text-meta text-ink-2">{message.markup}</p>
            </details>
          )}
        </div>
        {onEvidence && <Choose on={evidence} focused={focused} disabled={false} onToggle={() => onEvidence(at)} />}
        {!onEvidence && evidence && <Tag tone="accent">{t.evidence}</Tag>}
      </div>
    </li>
  )
})
