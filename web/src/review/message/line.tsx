import { memo } from 'react'
import { Check, Flag } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { CommandKey } from '../../ui/button'
import { cx } from '../../ui/class'
import { ForeignLine } from '../../ui/foreign'
import { Marked } from '../../ui/marked'
import { Avatar, Tag } from '../../ui/tag'
import type { Message } from '../desk/work'
import { Evidence } from '../veil/evidence'
import { ToBank } from '../veil/tobank'
import { messageWords } from './words'

export interface LineProps {
  app: string
  message: Message
  at: number
  /** It begins what one person wrote in a row: his name and picture stand here. */
  first: boolean
  role: 'accused' | 'reporter' | null
  reported: boolean
  reporters: number
  /** The only message of its case: nothing to move between. */
  alone: boolean
  /** Large, where few lines are reported. */
  large: boolean
  risky: boolean
  focused: boolean
  evidence: boolean
  /** Whether it can be chosen as evidence. */
  choosable: boolean
  disabled: boolean
  onFocus: (at: number) => void
  onEvidence: (at: number) => void
}

/** Line is one message. Only the line that changes is drawn again. */
export const Line = memo(function Line({ app, message, at, first, role, reported, reporters, alone, large, risky, focused, evidence, choosable, disabled, onFocus, onEvidence }: LineProps) {
  const t = useWords(messageWords)
  const sender = message.sender_id || t.noSender
  return (
    <li
      aria-current={focused || undefined}
      onClick={() => onFocus(at)}
      className={cx(
        'group relative flex gap-3 pr-5 pl-3',
        first ? 'pt-2.5' : 'pt-1', 'pb-1.5',
        reported ? 'bg-danger-soft' : focused && !alone && 'bg-hover',
      )}
    >
      <span aria-hidden="true" className={cx('absolute inset-y-0 left-0 w-[3px]', focused && !alone ? 'bg-accent' : reported ? 'bg-danger' : 'bg-transparent')} />
      <span aria-hidden="true" className="w-7 shrink-0 pt-0.5 text-right text-label text-ink-3">{alone ? '' : at + 1}</span>
      <span className="w-7 shrink-0 pt-0.5">{first && <Avatar name={sender} />}</span>
      <div className="min-w-0 flex-1">
        {first && (
          <div className="flex min-h-5 items-center gap-2">
            <ForeignLine className="max-w-[28em] text-ui font-semibold text-ink">{sender}</ForeignLine>
            {role && <span className={cx('shrink-0 text-label', role === 'accused' ? 'font-medium text-danger' : 'text-ink-3')}>{role === 'accused' ? t.accused : t.reporter}</span>}
            {reported && reporters > 0 && <Tag tone="danger" icon={<Flag size={11} />}>{t.people(reporters)}</Tag>}
          </div>
        )}
        {message.text && message.type !== 'audio' && (
          <p dir="auto" className={cx('foreign max-w-[46em]', reported && large ? 'text-reported font-medium text-ink' : reported ? 'text-evidence text-ink' : 'text-evidence text-ink-2')}><Marked text={message.text} hits={message.hits ?? []} /></p>
        )}
        {message.media && <div className="flex items-end gap-2 py-1"><Evidence message={message} risky={risky} focused={focused} />{message.type === 'picture' && <ToBank media={message.media} app={app} className={cx(!focused && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100')} />}</div>}
      </div>
      {choosable && <Choose on={evidence} focused={focused} disabled={disabled} onToggle={() => onEvidence(at)} />}
    </li>
  )
})

/** Choose makes a message evidence, or no more. */
export function Choose({ on, focused, disabled, onToggle }: { on: boolean; focused: boolean; disabled: boolean; onToggle: () => void }) {
  const t = useWords(messageWords)
  return (
    <button
      type="button"
      aria-pressed={on}
      title={on ? t.unmark : t.markEvidence}
      disabled={disabled}
      onMouseDown={(e) => e.preventDefault()}
      onClick={(e) => { e.stopPropagation(); onToggle() }}
      className={cx(
        'mt-0.5 inline-flex h-[22px] shrink-0 items-center gap-1.5 self-start rounded-key border px-1.5 text-label whitespace-nowrap',
        on ? 'border-accent-line bg-accent-soft text-accent' : 'border-transparent text-ink-2 hover:border-line-strong hover:bg-surface',
        !on && !focused && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100',
      )}
    >
      {on && <Check size={12} aria-hidden="true" />}
      {on ? t.evidence : t.markEvidence}
      {focused && <CommandKey command="evidence" />}
    </button>
  )
}
