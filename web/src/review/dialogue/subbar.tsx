import { memo } from 'react'
import { ArrowUpCircle, ChevronsUp, Scale, ShieldCheck } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { Tag } from '../../ui/tag'
import { LeaseRing } from '../desk/leasering'
import type { WorkCase } from '../desk/work'
import { caseName } from '../desk/words'
import { CopyLink, Waited } from '../message/subbar'
import { messageWords } from '../message/words'
import { dialogueWords } from './words'

/** SubBar says what sort of dialogue it is, how long it has waited and how long it stays. */
export const SubBar = memo(function SubBar({ work, evidence, lost }: { work: WorkCase; evidence: number; lost: boolean }) {
  const t = useWords(dialogueWords)
  const m = useWords(messageWords)
  const { dialogue, content } = work
  return (
    <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-5 text-label text-ink-2">
      {dialogue?.appeal && <Tag tone="accent" icon={<Scale size={12} aria-hidden="true" />}>{t.appeal}</Tag>}
      {dialogue?.appeal?.urgent && <Tag tone="danger">{t.urgent}</Tag>}
      {work.risk && <Tag tone="warn" icon={<ChevronsUp size={12} aria-hidden="true" />}>{m.risk}</Tag>}
      {work.escalated && <Tag tone="accent" icon={<ArrowUpCircle size={12} aria-hidden="true" />}>{m.escalated}</Tag>}
      {work.protected && <Tag tone="accent" icon={<ShieldCheck size={12} aria-hidden="true" />}>{m.protectedUser}</Tag>}
      {dialogue?.category && <span className="max-w-40 min-w-0"><Tag>{t.category(dialogue.category)}</Tag></span>}
      <span className="text-ui font-medium text-ink">{caseName(work.id)}</span>
      <CopyLink id={work.id} />
      <Waited since={work.opened_at} />
      <span className="hidden min-w-0 items-center gap-2.5 min-[1180px]:flex">
        {[m.pieces(content.messages.length), t.people(dialogue?.users.length ?? 0), m.inEvidence(evidence)].map((what) => <span key={what} className="flex items-center gap-2.5 whitespace-nowrap"><i className="text-ink-3 not-italic">·</i>{what}</span>)}
      </span>
      <span className="ml-auto" />
      {!lost && <LeaseRing until={work.lease_expires_at} />}
    </div>
  )
})
