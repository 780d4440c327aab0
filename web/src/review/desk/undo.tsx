import { useEffect, useState } from 'react'
import { Undo2 } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useFace } from '../../keys/keys'
import { useReason } from '../../ui/states'
import { Ring } from '../../ui/tag'
import type { Desk } from './desk'
import { useLeft } from './lease'
import { sayAct } from './say'
import type { DeskState, Sent } from './state'
import { serverNow } from './work'
import { caseName, deskWords } from './words'

/** How long something that cannot be taken back is still spoken of, in milliseconds. */
const lingers = 4000

/** useLastAct says what was decided last, and what has become of it; empty where nothing was. */
export function useLastAct({ sent }: DeskState): string {
  const t = useWords(deskWords)
  const terms = useTerms()
  const last = sent.at(-1)
  if (!last) return ''
  const group = sent.filter((one) => one.group === last.group)
  const first = group.find((one) => one.key === last.group) ?? last
  const waiting = sent.filter((one) => one.state === 'waiting').length
  if (last.undoWanted) return t.undoing(caseName(first.work.id))
  return waiting > 0 ? t.retrying(waiting) : sayAct(t, terms, first.act, first.work.id, group.length)
}

/** UndoStrip says what has just been decided, in its fixed seat, and takes it back. */
export function UndoStrip({ desk }: { desk: Desk }) {
  const { sent, notice } = desk.state
  const last = sent.at(-1)
  if (notice) return <UndoFailed key={notice.work.id} desk={desk} />
  if (!last) return null
  return <Pill key={last.group} desk={desk} last={last} />
}

const pill = 'flex h-8 max-w-[460px] min-w-0 items-center gap-2 rounded-control bg-ink pr-1 pl-3 text-ui font-medium text-surface'

function Pill({ desk, last }: { desk: Desk; last: Sent }) {
  const t = useWords(deskWords)
  const text = useLastAct(desk.state)
  const face = useFace('undo')
  const left = useLeft(last.undoUntil, 200)
  const past = usePast(last.undoUntil ? undefined : last.doneAt, lingers)
  const undoable = last.act.kind === 'decide' && (last.state !== 'done' || left > 0) && !last.undoWanted
  if (last.state === 'done' && !last.undoWanted && (last.undoUntil ? left <= 0 : past)) return null
  return (
    <div className={pill}>
      {last.state === 'done' && last.undoUntil && <Ring left={left / Math.max(1, Date.parse(last.undoUntil) - (last.doneAt ?? 0))} tone="current" />}
      <span className="foreign-line flex-1 pr-1">{text}</span>
      {undoable && (
        <button type="button" onMouseDown={(e) => e.preventDefault()} onClick={() => desk.undo()} className="inline-flex h-6 shrink-0 items-center gap-1.5 rounded-key bg-surface px-2 text-label font-semibold text-ink hover:bg-hover">
          <Undo2 size={14} aria-hidden="true" />{t.undo}{face && <kbd aria-hidden="true" className="font-sans text-ink-2">{face}</kbd>}
        </button>
      )}
    </div>
  )
}

function UndoFailed({ desk }: { desk: Desk }) {
  const t = useWords(deskWords)
  const reason = useReason()
  const { notice, sent } = desk.state
  const { noticed } = desk
  const [count] = useState(sent.length)
  const isStale = sent.length > count
  useEffect(() => {
    if (isStale) noticed()
    const timer = setTimeout(noticed, 6000)
    return () => clearTimeout(timer)
  }, [noticed, isStale])
  if (!notice) return null
  const what = caseName(notice.work.id)
  return <div role="alert" className={`${pill} pr-3`}>{notice.problem.code === 'undo_over' ? t.undoFailed(what) : t.undoRefused(what, reason(notice.problem))}</div>
}

/** usePast tells, from a while after a moment on, that it is past. */
function usePast(since: number | undefined, after: number): boolean {
  const [past, setPast] = useState<number | undefined>()
  useEffect(() => {
    if (since === undefined) return undefined
    const timer = setTimeout(() => setPast(since), Math.max(0, since + after - serverNow()))
    return () => clearTimeout(timer)
  }, [since, after])
  return since !== undefined && past === since
}
