import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useSession } from '../../api/session'
import { useTerms } from '../../i18n/terms'
import { useKeys } from '../../keys/keys'
import { ConflictBanner } from '../desk/conflict'
import { Foot } from '../desk/foot'
import { useDraft } from '../desk/usedraft'
import { isForEver, needsTarget, passing, punishment } from '../desk/verdict'
import type { CaseViewProps } from '../desk/view'
import type { Verdict } from '../desk/work'
import { Dock } from '../dock/dock'
import { HoldConfirm } from '../dock/hold'
import { EscalateDialog, NoteDialog } from '../dock/memo'
import { doing } from '../dock/suggestion'
import { SubjectPanel } from '../subject/panel'
import { Conversation } from './conversation'
import { Merge, MergeDialog, type Others, useSimilar } from './similar'
import { SubBar } from './subbar'

// One queue of six is the machine's.
const Machine = lazy(() => import('../../pages/lines/machine').then((module) => ({ default: module.Machine })))

type Open = 'note' | 'escalate' | 'merge' | { sure: Verdict; others: Others } | null

/** MessageView is a case of messages, or of a profile: what was said, by whom, and what to do about it. */
export function MessageView({ desk, work, trouble, ahead }: CaseViewProps) {
  const terms = useTerms()
  const { me } = useSession()
  const [draft, dispatch] = useDraft(work)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const similar = useSimilar(work)
  const inert = trouble !== undefined
  const mark = useCallback((at: number) => dispatch({ type: 'evidence', at }), [dispatch])
  const machine = useMemo(() => machineOf(work), [work])
  const isSenior = me.permissions.includes('senior')

  const send = (verdict: Verdict, others: Others) => {
    setOpen(null)
    desk.decide(verdict, others)
  }
  const punish = (others: Others = []) => {
    const verdict = punishment(work, draft)
    if (!verdict || needsTarget(work, draft) || !desk.isSeen()) return
    if (isForEver(verdict)) setOpen({ sure: verdict, others })
    else send(verdict, others)
  }
  const acts = {
    pass: () => { if (desk.isSeen()) send(passing(draft), []) },
    punish: () => punish(),
    escalate: isSenior ? undefined : () => setOpen('escalate'),
    skip: () => { if (desk.isSeen()) desk.skip() },
    note: () => setOpen('note'),
  }
  useKeys({ punish: desk.passOver }, { enabled: inert })

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <SubBar work={work} evidence={draft.evidence.length} lost={inert} />
          <Conversation work={work} evidence={draft.evidence} onEvidence={mark} inert={inert} below={machine} />
          <Foot desk={ahead ? null : desk} banner={trouble && <ConflictBanner id={work.id} trouble={trouble} onNext={desk.passOver} />}>
            <Merge items={similar} onOpen={() => setOpen('merge')} disabled={inert} />
          </Foot>
        </div>
        <SubjectPanel work={work} />
      </div>
      <Dock work={work} draft={draft} dispatch={dispatch} acts={acts} inert={inert} />
      {open === 'note' && <NoteDialog note={draft.note} onChange={(note) => dispatch({ type: 'note', note })} onClose={close} />}
      {open === 'escalate' && <EscalateDialog note={draft.note} onClose={close} onSend={(memo) => { setOpen(null); desk.escalate(memo) }} />}
      {open === 'merge' && <MergeDialog work={work} draft={draft} items={similar} onClose={close} onPass={(others) => send(passing(draft), others)} onPunish={punish} />}
      {open !== null && typeof open === 'object' && <HoldConfirm what={doing(work, draft, terms)} onCancel={close} onConfirm={() => send(open.sure, open.others)} />}
    </div>
  )
}

/** machineOf is what the machine found, where it was the machine that asked. */
function machineOf({ kind, content: { messages } }: CaseViewProps['work']) {
  const id = kind === 'live' ? messages[0]?.id : undefined
  return id && <Suspense><Machine id={id} /></Suspense>
}
