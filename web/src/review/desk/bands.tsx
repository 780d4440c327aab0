import { Link } from '@tanstack/react-router'
import { CircleAlert, Coffee } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { useReason } from '../../ui/states'
import { useTroubleText } from './conflict'
import type { Desk } from './desk'
import { sayAct } from './say'
import type { Refused } from './state'
import { isConflict } from './work'
import { caseName, deskWords } from './words'

function Band({ icon, title, note, alert, children }: { icon: ReactNode; title: string; note?: string; alert?: boolean; children?: ReactNode }) {
  return (
    <div role={alert ? 'alert' : 'status'} className="flex min-h-11 shrink-0 items-center gap-3 border-t border-warn-line bg-warn-soft px-5 py-1.5">
      <span aria-hidden="true" className="shrink-0 text-warn">{icon}</span>
      <p className="min-w-0 flex-1 text-ui text-ink-2"><span className="pr-2 font-semibold text-warn">{title}</span>{note}</p>
      {children}
    </div>
  )
}

/** RefusedCards are decisions that the server did not take. They stay until somebody deals with them. */
export function RefusedCards({ desk }: { desk: Desk }) {
  return desk.state.refused.map((refused) => <RefusedCard key={refused.key} desk={desk} refused={refused} />)
}

function RefusedCard({ desk, refused: { key, work, act, problem } }: { desk: Desk; refused: Refused }) {
  const t = useWords(deskWords)
  const terms = useTerms()
  const reason = useReason()
  const trouble = useTroubleText()
  const late = isConflict(problem)
  const { title, detail } = trouble({ code: problem.code, conflict: problem.conflict })
  const note = late ? [title, detail, t.kept].filter(Boolean).join(' · ') : `${sayAct(t, terms, act, work.id, 1)} – ${reason(problem)}`
  return (
    <Band alert icon={<CircleAlert size={16} />} title={t.refusedTitle(caseName(work.id))} note={note}>
      {late
        ? <Link to="/cases/$id" params={{ id: String(work.id) }} className="shrink-0 text-ui text-accent underline underline-offset-2">{problem.conflict?.verdict ? t.seeVerdict : t.seeCase}</Link>
        : <Button size="s" onClick={() => desk.retake(key)}>{t.retake}</Button>}
      <Button size="s" look="ghost" onClick={() => desk.forget(key)}>{late ? t.gotIt : t.letGo}</Button>
    </Band>
  )
}

/** IdleBand asks whether somebody is there. Any movement answers it. */
export function IdleBand({ desk }: { desk: Pick<Desk, 'idle'> }) {
  const t = useWords(deskWords)
  return desk.idle === 'notice' ? <Band alert icon={<CircleAlert size={16} />} title={t.idleTitle} note={t.idleNote} /> : null
}

/** BreakBand proposes a break. */
export function BreakBand({ minutes, onBreak, onLater }: { minutes: number; onBreak: () => void; onLater: () => void }) {
  const t = useWords(deskWords)
  return (
    <Band icon={<Coffee size={16} />} title={t.breakTitle(minutes)} note={t.breakNote}>
      <Button size="s" command="pause" onClick={onBreak}>{t.takeBreak}</Button>
      <Button size="s" look="ghost" onClick={onLater}>{t.later}</Button>
    </Band>
  )
}
