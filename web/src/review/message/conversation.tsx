import { memo, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { accused, mayBeEvidence } from '../desk/draft'
import type { WorkCase } from '../desk/work'
import { isRisky } from '../veil/rule'
import { Line } from './line'
import { Place } from './place'
import { beginsRun, isReported, reportersOf } from './reported'
import { messageWords } from './words'

/** Up to so many reported lines are shown large. */
const fewReported = 3

/** Conversation is what was reported, every message in order. One of them is in focus. */
export const Conversation = memo(function Conversation({ work, evidence, onEvidence, inert, below }: {
  work: WorkCase; evidence: readonly number[]; onEvidence: (at: number) => void; inert: boolean
  /** What else is known of what was said. */
  below?: ReactNode
}) {
  const t = useWords(messageWords)
  const { messages } = work.content
  const reported = useMemo(() => messages.map((message) => isReported(work, message)), [work, messages])
  const reporters = useMemo(() => new Set(work.reports.map((report) => report.reporter)), [work.reports])
  const counts = useMemo(() => messages.map((message) => reportersOf(work, message)), [work, messages])
  const [focus, setFocus] = useState(() => Math.max(0, reported.indexOf(true)))
  const list = useRef<HTMLOListElement>(null)
  const moved = useRef(false)
  useEffect(() => {
    // The first line is in sight when a case comes; asking for it would only cost a layout.
    if (moved.current || focus > 0) list.current?.children[focus]?.scrollIntoView({ block: moved.current ? 'nearest' : 'center' })
    moved.current = true
  }, [focus])
  const step = useCallback((by: number) => setFocus((at) => Math.min(messages.length - 1, Math.max(0, at + by))), [messages.length])
  useKeys({ up: () => step(-1), down: () => step(1), ...(inert ? {} : { evidence: () => onEvidence(focus) }) }, { enabled: messages.length > 0 })
  const named = accused(work)
  const risky = isRisky(work)
  const large = reported.filter(Boolean).length <= fewReported
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <div role="region" aria-label={t.conversation} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto bg-surface py-3 outline-offset-[-2px]">
      <Place work={work} />
      {messages.length > 0 && (
        <ol ref={list} aria-label={t.conversation}>
          {messages.map((message, at) => (
            <Line
              key={at}
              app={work.app} message={message} at={at} alone={messages.length === 1} first={beginsRun(messages, at)} reported={reported[at] === true} reporters={work.kind === 'live' ? 0 : (counts[at] ?? 0)} large={large} risky={risky}
              role={work.kind === 'live' ? null : named !== null && message.sender_id === named ? 'accused' : reporters.has(message.sender_id ?? '') ? 'reporter' : null}
              focused={at === focus} evidence={evidence.includes(at)} choosable={messages.length > 1 && mayBeEvidence(work, message)} disabled={inert}
              onFocus={setFocus} onEvidence={onEvidence}
            />
          ))}
        </ol>
      )}
      {below}
    </div>
  )
})
