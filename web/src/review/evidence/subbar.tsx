import { memo, useEffect, useState } from 'react'
import { ArrowUpCircle, ChevronsUp, Phone, PhoneOff, ShieldCheck } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { span } from '../../i18n/when'
import { Tag } from '../../ui/tag'
import { LeaseRing } from '../desk/leasering'
import { type WorkCase, serverNow } from '../desk/work'
import { caseName } from '../desk/words'
import { CopyLink, Waited } from '../message/subbar'
import { messageWords } from '../message/words'
import type { Call } from './call'
import { spanOf } from './timeline'
import { evidenceWords } from './words'

/** SubBar says how the call stands, how long the case has waited and how long it stays. */
export const SubBar = memo(function SubBar({ work, call, lost }: { work: WorkCase; call: Call; lost: boolean }) {
  const t = useWords(evidenceWords)
  const m = useWords(messageWords)
  return (
    <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-5 text-label text-ink-2">
      <Standing call={call} />
      {work.risk && <Tag tone="warn" icon={<ChevronsUp size={12} aria-hidden="true" />}>{m.risk}</Tag>}
      {work.escalated && <Tag tone="accent" icon={<ArrowUpCircle size={12} aria-hidden="true" />}>{m.escalated}</Tag>}
      {work.protected && <Tag tone="accent" icon={<ShieldCheck size={12} aria-hidden="true" />}>{m.protectedUser}</Tag>}
      <span className="text-ui font-medium text-ink">{caseName(work.id)}</span>
      <CopyLink id={work.id} />
      <Waited since={work.opened_at} />
      <span className="hidden min-w-0 items-center gap-2.5 min-[1180px]:flex">
        {[t.pieces(call.items.length), t.people(call.people.length)].map((what) => <span key={what} className="flex items-center gap-2.5 whitespace-nowrap"><i className="text-ink-3 not-italic">·</i>{what}</span>)}
        {call.room.channel_name && <span title={`${t.channelID} ${call.room.channel_id}`} className="foreign-line max-w-40"><i className="pr-2.5 text-ink-3 not-italic">·</i>{t.channel} <bdi className="text-ink">{call.room.channel_name}</bdi></span>}
      </span>
      <span className="ml-auto" />
      {!lost && <LeaseRing until={work.lease_expires_at} />}
    </div>
  )
})

/** Standing says whether the call goes on, and how long it has. */
export function Standing({ call }: { call: Call }) {
  const t = useWords(evidenceWords)
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  const { from, to, open } = spanOf(call, now)
  const length = span(to - from)
  return open ? <Tag tone="ok" icon={<Phone size={11} aria-hidden="true" />}>{t.running(length)}</Tag> : <Tag icon={<PhoneOff size={11} aria-hidden="true" />}>{t.over(length)}</Tag>
}
