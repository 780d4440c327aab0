import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { Sparkles } from 'lucide-react'
import { useSession } from '../../api/session'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { clock } from '../../i18n/when'
import { useKeys } from '../../keys/keys'
import { Button } from '../../ui/button'
import { ConflictBanner } from '../desk/conflict'
import { Foot } from '../desk/foot'
import { useShelved } from '../desk/usedraft'
import { isForEver } from '../desk/verdict'
import type { CaseViewProps } from '../desk/view'
import type { ActionType, Verdict, WorkCase } from '../desk/work'
import { HoldConfirm } from '../dock/hold'
import { EscalateDialog, NoteDialog } from '../dock/memo'
import { Binding } from './binding'
import { type Call, type Sanction, isKickHere, isRiskyCall, liftable, worst } from './call'
import { EvidenceDock } from './dock'
import { decided, draftedEvidence, keptEvidence, passed } from './draft'
import { Line } from './line'
import { useFocus, useLiveCall, useWay } from './live'
import { PeoplePanel } from './people'
import { SubBar } from './subbar'
import { spanOf } from './timeline'
import { WayRegion } from './way'
import { evidenceWords } from './words'

// Lifting is rarer than deciding.
const LiftDialog = lazy(() => import('../../pages/sanctions/lift').then((module) => ({ default: module.LiftDialog })))

type Open = 'note' | 'escalate' | { sure: Verdict } | { lift: Sanction } | null

/** EvidenceView is a call, as its cloud told of it: what was seen and heard when, who was there, and what to do about whom it is of. */
export function EvidenceView(props: CaseViewProps & { work: WorkCase }) {
  const { evidence } = props.work
  return evidence ? <OfCall {...props} first={evidence} /> : null
}

function OfCall({ desk, work, trouble, ahead, first }: CaseViewProps & { first: Call }) {
  const t = useWords(evidenceWords)
  const terms = useTerms()
  const language = useLanguage()
  const { me, may } = useSession()
  const [draft, dispatch] = useShelved(work, draftedEvidence, (begun) => keptEvidence(begun))
  const [open, setOpen] = useState<Open>(null)
  const [lifted, setLifted] = useState<ReadonlySet<number>>(new Set())
  const inert = trouble !== undefined
  const now = useLiveCall(work.id, first, !ahead && !inert)
  const { call, entries, fresh, still } = useWay(now)
  const { focus, setFocus, step } = useFocus(entries, worst(first)?.n ?? null)
  const risky = isRiskyCall(work, call)
  const since = useMemo(() => new Date(spanOf(call, 0).from).toISOString(), [call])
  // Where the band was when the case came, there it stays.
  const [band] = useState(() => (first.accused.known?.in_force ?? []).filter((one) => isKickHere(first, one)))
  const key = liftable(now)
  const mark = useCallback((n: number) => dispatch({ type: 'mark', n }), [dispatch])
  const lift = useCallback((sanction: Sanction) => setOpen({ lift: sanction }), [])
  const close = () => setOpen(null)

  const send = (verdict: Verdict) => {
    setOpen(null)
    desk.decide(verdict)
  }
  const acts = {
    pass: () => { if (desk.isSeen()) send(passed(draft)) },
    act: (action: ActionType | null) => {
      const verdict = decided(draft, action, t.memo)
      if (!verdict || !desk.isSeen()) return
      if (isForEver(verdict)) setOpen({ sure: verdict })
      else send(verdict)
    },
    escalate: me.permissions.includes('senior') ? undefined : () => setOpen('escalate'),
    skip: () => { if (desk.isSeen()) desk.skip() },
    note: () => setOpen('note'),
  }
  useKeys({
    up: () => step(-1), down: () => step(1), ...(may('lift') && key && !lifted.has(key.id) && { lift: () => lift(key) }),
    ...(inert ? { punish: desk.passOver } : { evidence: () => { if (focus !== null) mark(focus) } }),
  })

  const came = entries.filter((entry) => entry.kind === 'evidence' && fresh.has(entry.key))
  const [newest] = came
  const inFocus = call.items.find(({ n }) => n === focus)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <span role="status" className="sr-only-live">{[came.length > 0 && t.freshCame(came.length), inFocus && t.focusOn(`${t[inFocus.kind]} ${clock(inFocus.from, language)}`)].filter(Boolean).join(' · ')}</span>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <SubBar work={work} call={call} lost={inert} />
          <Binding sanctions={band} lifted={lifted} keyed={key?.id} onLift={lift} />
          <Line call={call} focus={focus} onFocus={setFocus} />
          <WayRegion app={work.app} entries={entries} since={since} risky={risky} fresh={fresh} focus={focus} marked={draft.marked} onFocus={setFocus} onMark={inert ? undefined : mark} still={still} />
          <Foot desk={ahead ? null : desk} banner={trouble && <ConflictBanner id={work.id} trouble={trouble} onNext={desk.passOver} />}>
            {newest?.kind === 'evidence'
              ? <p className="flex min-w-0 flex-1 items-center gap-2 text-ui text-ink-2"><Sparkles size={15} aria-hidden="true" className="shrink-0 text-accent" /><span className="foreign-line">{t.freshCame(came.length)}</span><Button size="s" look="ghost" onMouseDown={(e) => e.preventDefault()} onClick={() => setFocus(newest.item.n)}>{t.freshSee}</Button></p>
              : <span className="flex-1 text-ui text-ink-2">{draft.marked.length > 0 && t.marked(draft.marked.length)}</span>}
          </Foot>
        </div>
        <PeoplePanel work={work} call={now} keyed={band.length === 0 ? key?.id : undefined} onLift={lift} />
      </div>
      <EvidenceDock work={work} draft={draft} dispatch={dispatch} acts={acts} inert={inert} />
      {open === 'note' && <NoteDialog note={draft.note} onChange={(note) => dispatch({ type: 'note', note })} onClose={close} />}
      {open === 'escalate' && <EscalateDialog note={draft.note} onClose={close} onSend={(memo) => { setOpen(null); desk.escalate(memo) }} />}
      {open !== null && typeof open === 'object' && 'sure' in open && <HoldConfirm what={(open.sure.actions ?? []).map((action) => terms.punishment(action.type, action.hours ?? 0, action.minutes)).join(' + ')} onCancel={close} onConfirm={() => send(open.sure)} />}
      {open !== null && typeof open === 'object' && 'lift' in open && <Suspense><LiftDialog sanction={open.lift} onClose={close} onDone={() => setLifted((ids) => new Set([...ids, open.lift.id]))} /></Suspense>}
    </div>
  )
}
