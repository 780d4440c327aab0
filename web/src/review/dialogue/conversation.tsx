import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useWords } from '../../i18n/language'
import type { Message } from '../desk/work'
import { beginsRun } from '../message/reported'
import type { DialogueUser } from './draft'
import { Line } from './line'
import { dialogueWords } from './words'

export interface ConversationProps {
  app: string
  messages: readonly Message[]
  users: readonly DialogueUser[]
  /** What each user has been judged to be, by key; absent where nobody judges. */
  labels?: Readonly<Record<string, string | null>>
  risky: boolean
  focus?: { line: number | null; user: string | null }
  evidence?: readonly number[]
  onFocus?: (at: number) => void
  onEvidence?: (at: number) => void
}

/** Lines is what was said, in order. */
export const Lines = memo(function Lines({ app, messages, users, labels, risky, focus, evidence, onFocus, onEvidence }: ConversationProps) {
  const t = useWords(dialogueWords)
  const byID = useMemo(() => new Map(users.map((user) => [user.id, user])), [users])
  return (
    <ol aria-label={t.conversation}>
      {messages.map((message, at) => {
        const user = byID.get(message.sender_id ?? '')
        return (
          <Line
            key={at} app={app} message={message} at={at} before={messages[at - 1]?.sent_at} first={beginsRun(messages, at)} user={user} label={user && labels?.[user.key]} risky={risky}
            his={user !== undefined && focus?.user === user.key} focused={focus?.line === at} evidence={evidence?.includes(at) === true} onFocus={onFocus} onEvidence={onEvidence}
          />
        )
      })}
    </ol>
  )
})

/** Conversation is a dialogue as it is judged: what was reported, then what was said. The line in focus is kept in sight. */
export function Conversation({ top, ...rest }: ConversationProps & { top: ReactNode }) {
  const t = useWords(dialogueWords)
  const region = useRef<HTMLDivElement>(null)
  const moved = useRef(false)
  const line = rest.focus?.line ?? null
  useEffect(() => {
    // When a case comes, the report is in sight; only a move of the focus scrolls.
    if (moved.current && line !== null) region.current?.querySelector(`#line-${line}`)?.scrollIntoView({ block: 'nearest' })
    moved.current = true
  }, [line])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <div ref={region} role="region" aria-label={t.conversation} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto bg-surface pb-3 outline-offset-[-2px]">
      {top}
      <Lines {...rest} />
    </div>
  )
}
