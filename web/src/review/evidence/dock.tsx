import { type Dispatch, useCallback, useMemo } from 'react'
import { Check, CornerDownRight, Gavel, Pencil, PhoneOff, SkipForward, TriangleAlert, UserX } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { lasting } from '../../i18n/when'
import { useKeys } from '../../keys/keys'
import { Button } from '../../ui/button'
import { inSentence } from '../../ui/foreign'
import { available } from '../desk/draft'
import type { ActionType, WorkCase } from '../desk/work'
import { Toggle } from '../dock/actions'
import { Lengths } from '../dock/durations'
import { Row, Small, keep } from '../dock/parts'
import { ReasonChips, reasonKeys } from '../dock/reasons'
import { dockWords } from '../dock/words'
import { type EvidenceDraft, type EvidenceEvent, kickLengths } from './draft'
import { evidenceWords } from './words'

/** What can be done with a call beside choosing. An act decides at once: what is done cannot wait, and can be undone. */
export interface EvidenceActs { pass: () => void; act: (action: ActionType | null) => void; escalate?: () => void; skip: () => void; note: () => void }

// Three beside each other: where there is little room they do without their pictures.
const lesser = 'min-w-0 flex-auto px-1.5! gap-1.5!'
const wide = 'hidden shrink-0 min-[1560px]:block'

/** EvidenceDock is where a call is decided: a key for each act, the reason and the length beside them. */
export function EvidenceDock({ work, draft, dispatch, acts, inert }: { work: WorkCase; draft: EvidenceDraft; dispatch: Dispatch<EvidenceEvent>; acts: EvidenceActs; inert: boolean }) {
  const t = useWords(evidenceWords)
  const d = useWords(dockWords)
  const language = useLanguage()
  const can = useMemo(() => available(work), [work])
  const choose = useCallback((label: string) => dispatch({ type: 'reason', label }), [dispatch])
  const last = useCallback((minutes: number) => dispatch({ type: 'minutes', minutes }), [dispatch])
  const step = useCallback((by: 1 | -1) => dispatch({ type: 'step', by }), [dispatch])
  const toggle = useCallback(() => dispatch({ type: 'login' }), [dispatch])
  const { act } = acts
  const off = inert || draft.reason === null
  useKeys(
    {
      ...reasonKeys(work.reasons, choose), shorter: () => step(-1), longer: () => step(1), pass: acts.pass, escalate: acts.escalate, skip: acts.skip, note: acts.note, punish: () => act(null),
      ...(can.has('login_limit') && { actionE: toggle }), ...(can.has('kick_room') && { actionR: () => act('kick_room') }),
      ...(can.has('warn') && { actionW: () => act('warn') }), ...(can.has('close_room') && { actionY: () => act('close_room') }),
    },
    { enabled: !inert },
  )
  const lengthOf = (minutes: number) => lasting(minutes < 0 ? -1 : minutes / 60, language)
  return (
    <section aria-label={t.dock} className="flex shrink-0 border-t border-line bg-surface">
      <div className="flex min-w-0 flex-1 flex-col gap-2 py-3 pr-4 pl-5">
        <Row name={t.reason}><ReasonChips reasons={work.reasons} chosen={draft.reason} onChoose={choose} disabled={inert} /></Row>
        <Row name={t.length}>
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
            <Lengths values={kickLengths(work)} name={lengthOf} value={draft.minutes} onChange={last} onStep={step} disabled={inert} />
            {can.has('login_limit') && <><span aria-hidden="true" className="text-label text-ink-3">{t.also}</span><Toggle action="login_limit" on={draft.login} onToggle={toggle} disabled={inert} /></>}
          </div>
        </Row>
        <Telling work={work} draft={draft} />
      </div>
      <div className="my-3 flex w-[var(--side)] shrink-0 flex-col justify-start gap-2 border-l border-line px-4">
        <div className="flex gap-2">
          <Button look="ok" size="l" icon={<Check size={16} className="shrink-0" />} command="pass" disabled={inert} onMouseDown={keep} onClick={acts.pass} className="min-w-0 flex-1 px-2!">{t.pass2}</Button>
          {can.has('kick_room') && <Button look="danger" size="l" icon={<UserX size={16} className="shrink-0" />} command="actionR" disabled={off} onMouseDown={keep} onClick={() => act('kick_room')} className="min-w-0 flex-[1.5] px-2!">{t.kick} {lengthOf(draft.minutes)}</Button>}
        </div>
        <div className="flex gap-2">
          {can.has('warn') && <Button icon={<TriangleAlert size={14} className={wide} />} command="actionW" disabled={off} title={t.warnDoes} onMouseDown={keep} onClick={() => act('warn')} className={lesser}>{t.warn}</Button>}
          {can.has('close_room') && <Button look="warn" icon={<PhoneOff size={14} className={wide} />} command="actionY" disabled={off} onMouseDown={keep} onClick={() => act('close_room')} className={lesser}>{t.close}</Button>}
          <Button icon={<Gavel size={14} className={wide} />} command="punish" disabled={off} onMouseDown={keep} onClick={() => act(null)} className={lesser}>{draft.login ? t.loginOnly : t.uphold}</Button>
        </div>
        <div className="flex justify-between">
          {acts.escalate && <Small icon={<TriangleAlert size={14} />} command="escalate" disabled={inert} onClick={acts.escalate}>{d.escalate}</Small>}
          <Small icon={<SkipForward size={14} />} command="skip" disabled={inert} onClick={acts.skip}>{d.skip}</Small>
          <Small icon={<Pencil size={14} />} command="note" disabled={inert} onClick={acts.note} on={draft.note.trim() !== ''}>{draft.note.trim() === '' ? d.note : d.noted}</Small>
        </div>
      </div>
    </section>
  )
}

/** Telling says where the reason comes from, what the ladder has for it, and whom an act hits. */
function Telling({ work, draft }: { work: WorkCase; draft: EvidenceDraft }) {
  const t = useWords(evidenceWords)
  const terms = useTerms()
  const zh = useLanguage() === 'zh'
  const reason = work.reasons.find(({ label }) => label === draft.reason)
  const suggestion = reason?.suggestion
  const preset = draft.reason !== null && draft.reason === work.evidence?.suspected
  return (
    <p className="-mt-1 flex h-5 min-w-0 items-center gap-2 text-label whitespace-nowrap text-ink-3">
      <CornerDownRight size={14} aria-hidden="true" className="shrink-0" />
      {!reason && <span className="foreign-line font-medium text-warn">{t.chooseReason}</span>}
      {reason && (
        <span className="foreign-line">
          {preset && `${t.suspected} · `}
          {suggestion && <>{t.suggested} <span className="text-ink-2">{terms.label(reason.label)} → {suggestion.actions.map((one) => terms.punishment(one.type, one.hours)).join(' + ')}</span>{zh ? `（${t.offence(suggestion.offence, terms.label(reason.label))}）` : ` (${t.offence(suggestion.offence, terms.label(reason.label))})`}</>}
        </span>
      )}
      <span dir="auto" className="foreign-line ml-auto max-w-[34%] shrink-0 pl-3 text-ink-2">{t.on(inSentence(work.subject.id, 24))}</span>
    </p>
  )
}
