import { useState } from 'react'
import { Link, useNavigate } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { Button, CopyButton, IconButton } from '../../ui/button'
import { useAct } from '../../ui/act'
import { useNow } from '../../ui/now'
import { Ring } from '../../ui/tag'
import { useReason } from '../../ui/states'
import { undoLeft } from './happened'
import type { Story } from './query'
import { storyWords } from './words'

const link = (id: number) => `${location.origin}/console/cases/${id}`

/** CaseActions is what the reader may do about the case as it stands. */
export function CaseActions({ story, onRefresh, busy }: { story: Story; onRefresh: () => void; busy: boolean }) {
  const t = useWords(storyWords)
  const { me, may } = useSession()
  const c = story.case
  const mine = c.state === 'leased' && c.holder === me.member.id && may('decide')
  useKeys({ copy: () => void navigator.clipboard?.writeText(link(c.id)) })
  return (
    <div className="flex items-center gap-2">
      <CopyButton text={link(c.id)} label={t.copyLink} size="m" />
      <IconButton label={t.refresh} onClick={onRefresh} disabled={busy}><RotateCw size={15} /></IconButton>
      <span className="hidden items-center gap-2 lg:flex">
        {may('decide') && <Undo key={c.undo_until} case={c} />}
        {c.state === 'open' && may('decide') && ((!c.protected && !c.escalated) || may('senior')) && <Take case={c} />}
        {mine && <Link to="/review/$queue" params={{ queue: c.kind }} className="inline-flex h-8 items-center rounded-control bg-accent-solid px-3 text-ui text-on-solid hover:brightness-110">{t.review}</Link>}
      </span>
    </div>
  )
}

/** Undo is there while the window is open; its ring drains. */
function Undo({ case: c }: { case: Story['case'] }) {
  const t = useWords(storyWords)
  const { me } = useSession()
  const reason = useReason()
  const [open] = useState(() => undoLeft(c, me.member.id, Date.now()) > 0)
  const left = undoLeft(c, me.member.id, useNow(250, open))
  const undo = useAct<void, unknown>(() => must(api.DELETE('/cases/{id}/decision', { params: { path: { id: c.id } } })))
  if (undo.error) return <span role="alert" className="text-label text-danger">{reason(undo.error)}</span>
  if (!open || left === 0 || !c.undo_until || !c.decided_at) return null
  const window = Date.parse(c.undo_until) - Date.parse(c.decided_at)
  return <Button icon={<Ring left={left / window} />} disabled={undo.busy} onClick={() => undo.run()}>{t.undo(Math.ceil(left / 1000))}</Button>
}

/** Take claims this very case and goes on to where it is decided. */
function Take({ case: c }: { case: Story['case'] }) {
  const t = useWords(storyWords)
  const reason = useReason()
  const navigate = useNavigate()
  const queue = c.kind as Schemas['ClaimInputBody']['queue']
  const take = useAct<void, Schemas['Claimed']>(
    (_input, key) => must(api.POST('/cases/claim', { params: { header: { 'Idempotency-Key': key } }, body: { queue, app: c.app, ids: [c.id], limit: 1 } })),
    ({ cases }) => {
      if (cases.length > 0) void navigate({ to: '/review/$queue', params: { queue } })
    },
  )
  const problem = take.error ? reason(take.error) : take.result?.cases.length === 0 ? t.taken : ''
  return <>{problem && <span role="alert" className="text-label text-danger">{problem}</span>}<Button look="accent" disabled={take.busy} onClick={() => take.run()}>{t.take}</Button></>
}
