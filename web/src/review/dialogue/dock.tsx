import { type Dispatch, useCallback, useMemo } from 'react'
import { Check, CornerDownRight, Pencil, Send, SkipForward, TriangleAlert, UserRoundCheck } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useKeys } from '../../keys/keys'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { inSentence } from '../../ui/foreign'
import { available } from '../desk/draft'
import type { ActionType, WorkCase } from '../desk/work'
import { ActionToggles, actionKeysOf } from '../dock/actions'
import { Row, Small, keep } from '../dock/parts'
import { Durations } from '../dock/durations'
import { ReasonChips, reasonKeys } from '../dock/reasons'
import { dockWords } from '../dock/words'
import { type DialogueDraft, type DialogueEvent, hasTimed, mayAct, usersOf } from './draft'
import { lacking, suggested } from './verdict'
import { dialogueWords } from './words'

/** What can be done with a dialogue beside choosing. */
export interface DialogueActs { pass: () => void; next: () => void; submit: () => void; escalate?: () => void; skip: () => void; note: () => void }

/** DialogueDock is where those in a dialogue are judged, one after the other: what is chosen is chosen for whoever is in focus. */
export function DialogueDock({ work, draft, place, dispatch, acts, inert }: { work: WorkCase; draft: DialogueDraft; place: number; dispatch: Dispatch<DialogueEvent>; acts: DialogueActs; inert: boolean }) {
  const t = useWords(dialogueWords)
  const d = useWords(dockWords)
  const can = useMemo(() => available(work), [work])
  const user = usersOf(work)[place]
  const key = user?.key ?? null
  const judged = key === null ? undefined : draft.users[key]
  const label = key === null ? (draft.own ?? suggested(work, draft)) : (judged?.label ?? null)
  const choose = useCallback((given: string) => dispatch({ type: 'label', key, label: given }), [dispatch, key])
  const toggle = useCallback((action: ActionType) => { if (key !== null) dispatch({ type: 'action', key, action }) }, [dispatch, key])
  const last = useCallback((hours: number) => { if (key !== null) dispatch({ type: 'hours', key, hours }) }, [dispatch, key])
  const step = useCallback((by: 1 | -1) => { if (key !== null) dispatch({ type: 'step', key, by }) }, [dispatch, key])
  const mute = inert || !mayAct(judged)
  const left = lacking(work, draft).length
  const ready = left === 0
  useKeys(
    {
      ...reasonKeys(work.reasons, choose), ...actionKeysOf(can, toggle), shorter: () => step(-1), longer: () => step(1),
      pass: acts.pass, punish: acts.next, batch: acts.submit, escalate: acts.escalate, skip: acts.skip, note: acts.note,
    },
    { enabled: !inert },
  )
  return (
    <section aria-label={t.dock} className="flex shrink-0 border-t border-line bg-surface">
      <div className="flex min-w-0 flex-1 flex-col gap-2 py-3 pr-4 pl-5">
        <Row name={t.label}><ReasonChips reasons={work.reasons} chosen={label} onChoose={choose} disabled={inert} /></Row>
        <Row name={t.action}>
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
            <ActionToggles can={can} chosen={judged?.actions ?? none} onToggle={toggle} disabled={mute} />
            <Durations hours={work.durations} value={judged?.hours ?? -1} onChange={last} onStep={step} dim={!hasTimed(work, judged)} disabled={mute} />
          </div>
        </Row>
        <Telling work={work} draft={draft} place={place} />
      </div>
      <div className="my-3 flex w-[var(--side)] shrink-0 flex-col justify-start gap-2.5 border-l border-line px-4">
        <div className="flex gap-2">
          <Button look="ok" size="l" icon={<UserRoundCheck size={16} className="shrink-0" />} command="pass" disabled={inert} onMouseDown={keep} onClick={acts.pass} className="min-w-0 flex-1 px-2!">{key === null ? t.passWhole : t.passUser}</Button>
          {ready
            ? <Button look="accent" size="l" icon={<Send size={15} className="shrink-0" />} command="batch" disabled={inert} onMouseDown={keep} onClick={acts.submit} className="min-w-0 flex-1 px-2!">{t.submit}</Button>
            : <Button look="plain" size="l" icon={<Check size={16} className="shrink-0" />} command="punish" disabled={inert} onMouseDown={keep} onClick={acts.next} className="min-w-0 flex-1 px-2!">{t.nextUser}</Button>}
        </div>
        <div className="flex justify-between">
          {acts.escalate && <Small icon={<TriangleAlert size={14} />} command="escalate" disabled={inert} onClick={acts.escalate}>{d.escalate}</Small>}
          <Small icon={<SkipForward size={14} />} command="skip" disabled={inert} onClick={acts.skip}>{d.skip}</Small>
          <Small icon={<Pencil size={14} />} command="note" disabled={inert} onClick={acts.note} on={draft.note.trim() !== ''}>{draft.note.trim() === '' ? d.note : d.noted}</Small>
        </div>
        <p className={cx('-mt-1 h-5 truncate text-label', ready ? 'text-ok' : 'text-warn')}>{ready ? t.allJudged : t.missing(left)}</p>
      </div>
    </section>
  )
}

const none: readonly ActionType[] = []

/** Telling says who is being judged, and what is to happen to him. */
function Telling({ work, draft, place }: { work: WorkCase; draft: DialogueDraft; place: number }) {
  const t = useWords(dialogueWords)
  const terms = useTerms()
  const zh = useLanguage() === 'zh'
  const user = usersOf(work)[place]
  const judged = user && draft.users[user.key]
  const timed = available(work)
  const told = (() => {
    if (!judged) return draft.own !== null ? t.backToSuggested : t.wholeNote
    if (judged.label === null) return t.firstLabel
    if (judged.label === 'pass') return t.passes
    if (judged.actions.length === 0) return t.onlyLabel
    return judged.actions.map((action) => (timed.get(action) ? terms.punishment(action, judged.hours) : terms.act(action))).join(' + ')
  })()
  return (
    <p className="-mt-1 flex h-5 min-w-0 items-center gap-2 text-label whitespace-nowrap text-ink-3">
      <CornerDownRight size={14} aria-hidden="true" className="shrink-0" />
      <span dir="auto" className="foreign-line max-w-[50%] shrink-0 text-ink-2">{user ? t.judging(inSentence(user.name || user.id)) : t.judgingWhole}{judged?.label ? `${zh ? '：' : ': '}${terms.label(judged.label)}` : ''}</span>
      <span className="foreign-line">{told}</span>
    </p>
  )
}
