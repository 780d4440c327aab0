import { useCallback, useMemo, useState } from 'react'
import { CircleDashed } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useKeys } from '../../keys/keys'
import { inSentence } from '../../ui/foreign'
import { ConflictBanner } from '../desk/conflict'
import { Foot } from '../desk/foot'
import { isForEver } from '../desk/verdict'
import type { CaseViewProps } from '../desk/view'
import type { Verdict, WorkCase } from '../desk/work'
import { HoldConfirm } from '../dock/hold'
import { EscalateDialog, NoteDialog } from '../dock/memo'
import { Conversation } from './conversation'
import { DialogueDock } from './dock'
import { type DialogueDraft, draftedDialogue, keptDialogue, usersOf } from './draft'
import { ReportHead } from './report'
import { SubBar } from './subbar'
import { useShelved } from '../desk/usedraft'
import { UsersPanel } from './users'
import { isRiskyDialogue, judgement, lacking, nextPlace } from './verdict'
import { dialogueWords } from './words'

type Open = 'note' | 'escalate' | { sure: Verdict } | null

/** linesOf are the places of what a user said; of all for the dialogue itself. */
function linesOf(work: WorkCase, place: number): number[] {
  const user = usersOf(work)[place]
  return work.content.messages.flatMap((message, n) => (!user || message.sender_id === user.id ? [n] : []))
}

/** at is the focus on a user and the first thing he said. */
function at(work: WorkCase, place: number): { place: number; line: number | null } {
  return { place, line: usersOf(work)[place] ? (linesOf(work, place)[0] ?? null) : null }
}

/** firstPlace is the first who lacks a verdict. */
function firstPlace(work: WorkCase, draft: DialogueDraft): number {
  const [first] = lacking(work, draft)
  return first ? usersOf(work).indexOf(first) : usersOf(work).length
}

/** DialogueView is a whole conversation, judged user by user. The place in focus is one of the users, or the dialogue itself below them. */
export function DialogueView({ desk, work, trouble, ahead }: CaseViewProps) {
  const t = useWords(dialogueWords)
  const terms = useTerms()
  const { me } = useSession()
  const [draft, dispatch] = useShelved(work, draftedDialogue, (first) => keptDialogue(first))
  const [focus, setFocus] = useState<{ place: number; line: number | null }>(() => at(work, firstPlace(work, draft)))
  const [open, setOpen] = useState<Open>(null)
  const users = usersOf(work)
  const inert = trouble !== undefined
  const risky = useMemo(() => isRiskyDialogue(work, work.dialogue), [work])
  const user = users[focus.place]
  const labels = useMemo(() => Object.fromEntries(Object.entries(draft.users).map(([key, { label }]) => [key, label])), [draft.users])

  const go = useCallback((place: number) => setFocus((old) => (old.place === place ? old : at(work, place))), [work])
  const walk = (by: 1 | -1) => {
    const lines = linesOf(work, focus.place)
    const now = focus.line === null ? -1 : lines.indexOf(focus.line)
    const line = now < 0 ? lines[by > 0 ? 0 : lines.length - 1] : lines[Math.min(lines.length - 1, Math.max(0, now + by))]
    if (line !== undefined) setFocus({ ...focus, line })
  }
  const look = useCallback((line: number) => {
    const place = usersOf(work).findIndex(({ id }) => id === work.content.messages[line]?.sender_id)
    setFocus((old) => ({ place: place < 0 ? old.place : place, line }))
  }, [work])
  const mark = useCallback((line: number) => dispatch({ type: 'evidence', at: line }), [dispatch])

  const send = (verdict: Verdict) => {
    setOpen(null)
    desk.decide(verdict)
  }
  const submit = () => {
    const verdict = judgement(work, draft, t.evidenceMemo)
    if (!verdict) go(firstPlace(work, draft))
    else if (!desk.isSeen()) return
    else if (isForEver(verdict)) setOpen({ sure: verdict })
    else send(verdict)
  }
  const acts = {
    pass: () => {
      if (!desk.isSeen()) return
      const event = { type: 'label' as const, key: user?.key ?? null, label: 'pass' }
      dispatch(event)
      if (user) go(nextPlace(work, draftedDialogue(work)(draft, event), focus.place))
    },
    next: () => (lacking(work, draft).length === 0 ? submit() : go(nextPlace(work, draft, focus.place))),
    submit,
    escalate: me.permissions.includes('senior') ? undefined : () => setOpen('escalate'),
    skip: () => { if (desk.isSeen()) desk.skip() },
    note: () => setOpen('note'),
  }
  useKeys({
    up: () => go(Math.max(0, focus.place - 1)), down: () => go(Math.min(users.length, focus.place + 1)), left: () => walk(-1), right: () => walk(1),
    ...(inert ? { punish: desk.passOver } : { evidence: () => { if (focus.line !== null) mark(focus.line) } }),
  })

  const missing = lacking(work, draft)
  const label = user && draft.users[user.key]?.label
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <span role="status" className="sr-only-live">{user ? t.focusOn(inSentence(user.name || user.id), label ? terms.label(label) : t.unjudged) : t.whole}</span>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <SubBar work={work} evidence={draft.evidence.length} lost={inert} />
          <Conversation
            app={work.app} messages={work.content.messages} users={users} labels={labels} risky={risky} evidence={draft.evidence} onFocus={look} onEvidence={inert ? undefined : mark}
            focus={{ line: focus.line, user: user?.key ?? null }} top={work.dialogue && <ReportHead dialogue={work.dialogue} risky={risky} />}
          />
          <Foot desk={ahead ? null : desk} banner={trouble && <ConflictBanner id={work.id} trouble={trouble} onNext={desk.passOver} />}>
            {missing.length > 0
              ? <p className="flex min-w-0 flex-1 items-center gap-2 text-ui text-ink-2"><CircleDashed size={15} aria-hidden="true" className="shrink-0 text-warn" /><span dir="auto" className="foreign-line">{t.lacks(missing.slice(0, 3).map(({ name, id }) => inSentence(name || id, 12)).join(', '), missing.length)}</span></p>
              : <span className="flex-1" />}
          </Foot>
        </div>
        <UsersPanel work={work} draft={draft} place={focus.place} risky={risky} onFocus={go} />
      </div>
      <DialogueDock work={work} draft={draft} place={focus.place} dispatch={dispatch} acts={acts} inert={inert} />
      {open === 'note' && <NoteDialog note={draft.note} onChange={(note) => dispatch({ type: 'note', note })} onClose={() => setOpen(null)} />}
      {open === 'escalate' && <EscalateDialog note={draft.note} onClose={() => setOpen(null)} onSend={(memo) => { setOpen(null); desk.escalate(memo) }} />}
      {open !== null && typeof open === 'object' && <HoldConfirm what={forEver(open.sure, work, terms.punishment)} onCancel={() => setOpen(null)} onConfirm={() => send(open.sure)} />}
    </div>
  )
}

/** forEver names whom something befalls that lasts for ever. */
function forEver(verdict: Verdict, work: WorkCase, punishment: (type: string, hours: number) => string): string {
  const named = (key: string | undefined) => { const user = usersOf(work).find((one) => one.key === key); return inSentence(user?.name || user?.id || '', 12) }
  return (verdict.actions ?? []).filter((action) => isForEver({ ...verdict, actions: [action] })).map((action) => `${named(action.subject)} ${punishment(action.type, action.hours ?? -1)}`).join(', ')
}
