import { type Dispatch, useCallback, useMemo } from 'react'
import { Ban, Check, Pencil, SkipForward, TriangleAlert } from 'lucide-react'
import { useKeys } from '../../keys/keys'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { type Draft, type DraftEvent, available, isTimed } from '../desk/draft'
import { needsTarget } from '../desk/verdict'
import type { ActionType, WorkCase } from '../desk/work'
import { ActionToggles, actionKeysOf } from './actions'
import { Durations } from './durations'
import { Row, Small, keep } from './parts'
import { ReasonChips, reasonKeys } from './reasons'
import { SuggestionLine } from './suggestion'
import { dockWords } from './words'

/** What can be done with a case beside choosing. */
export interface DockActs { pass: () => void; punish: () => void; escalate?: () => void; skip: () => void; note: () => void }

/** Dock is where a case is decided: always the same places, always the same keys. An inert one is of a case that is not the reviewer's any more. */
export function Dock({ work, draft, dispatch, acts, inert }: { work: WorkCase; draft: Draft; dispatch: Dispatch<DraftEvent>; acts: DockActs; inert: boolean }) {
  const t = useWords(dockWords)
  const can = useMemo(() => available(work), [work])
  const choose = useCallback((label: string) => dispatch({ type: 'reason', label }), [dispatch])
  const toggle = useCallback((action: ActionType) => dispatch({ type: 'action', action }), [dispatch])
  const last = useCallback((hours: number) => dispatch({ type: 'hours', hours }), [dispatch])
  const step = useCallback((by: 1 | -1) => dispatch({ type: 'step', by }), [dispatch])
  const ready = draft.reason !== null && !needsTarget(work, draft)
  useKeys(
    {
      ...reasonKeys(work.reasons, choose), ...actionKeysOf(can, toggle), shorter: () => step(-1), longer: () => step(1),
      pass: acts.pass, punish: acts.punish, escalate: acts.escalate, skip: acts.skip, note: acts.note,
    },
    { enabled: !inert },
  )
  return (
    <section aria-label={t.dock} className="flex shrink-0 border-t border-line bg-surface">
      <div className="flex min-w-0 flex-1 flex-col gap-2 py-3 pr-4 pl-5">
        <Row name={t.reason}><ReasonChips reasons={work.reasons} chosen={draft.reason} onChoose={choose} disabled={inert} /></Row>
        <Row name={t.action}>
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
            <ActionToggles can={can} chosen={draft.actions} onToggle={toggle} disabled={inert} />
            <Durations hours={work.durations} value={draft.hours} onChange={last} onStep={step} dim={!isTimed(work, draft.actions)} disabled={inert} />
          </div>
        </Row>
        <div className="-mt-1"><SuggestionLine work={work} draft={draft} /></div>
      </div>
      <div className="my-3 flex w-[var(--side)] shrink-0 flex-col justify-start gap-2.5 border-l border-line px-4">
        <div className="flex gap-2">
          <Button look="ok" size="l" icon={<Check size={16} className="shrink-0" />} command="pass" disabled={inert} onMouseDown={keep} onClick={acts.pass} className="min-w-0 flex-1 px-3!">{t.pass}</Button>
          <Button look="danger" size="l" icon={<Ban size={16} className="shrink-0" />} command="punish" disabled={inert || !ready} onMouseDown={keep} onClick={acts.punish} className="min-w-0 flex-[1.7] px-3!">{draft.actions.length > 0 || !draft.reason ? t.punish : t.find}</Button>
        </div>
        <div className="flex justify-between">
          {acts.escalate && <Small icon={<TriangleAlert size={14} />} command="escalate" disabled={inert} onClick={acts.escalate}>{t.escalate}</Small>}
          <Small icon={<SkipForward size={14} />} command="skip" disabled={inert} onClick={acts.skip}>{t.skip}</Small>
          <Small icon={<Pencil size={14} />} command="note" disabled={inert} onClick={acts.note} on={draft.note.trim() !== ''}>{draft.note.trim() === '' ? t.note : t.noted}</Small>
        </div>
      </div>
    </section>
  )
}
