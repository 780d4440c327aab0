import { memo, useCallback, useEffect, useState } from 'react'
import { ArrowUpCircle, Check, ChevronsUp, Link2, ShieldCheck } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { span } from '../../i18n/when'
import { useKeys } from '../../keys/keys'
import { IconButton } from '../../ui/button'
import { Tag } from '../../ui/tag'
import { LeaseRing } from '../desk/leasering'
import { type WorkCase, serverNow } from '../desk/work'
import { caseName } from '../desk/words'
import { messageWords } from './words'

/** SubBar says what sort of case it is, how long it has waited and how long it stays. */
export const SubBar = memo(function SubBar({ work, evidence, lost }: { work: WorkCase; evidence: number; lost: boolean }) {
  const t = useWords(messageWords)
  const terms = useTerms()
  const { entrance, messages } = work.content
  return (
    <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-5 text-label text-ink-2">
      <Tag>{terms.entrance(entrance.mod, entrance.name)}</Tag>
      {work.risk && <Tag tone="warn" icon={<ChevronsUp size={12} />}>{t.risk}</Tag>}
      {work.escalated && <Tag tone="accent" icon={<ArrowUpCircle size={12} />}>{t.escalated}</Tag>}
      {work.protected && <Tag tone="accent" icon={<ShieldCheck size={12} />}>{t.protectedUser}</Tag>}
      <span className="text-ui font-medium text-ink">{caseName(work.id)}</span>
      <CopyLink id={work.id} />
      <Waited since={work.opened_at} />
      <span className="hidden min-w-0 items-center gap-2.5 min-[1180px]:flex">
        {work.report_count > 1 && <><i className="not-italic text-ink-3">·</i><span className="whitespace-nowrap">{work.kind === 'live' ? t.wave(work.report_count) : t.reports(work.report_count)}</span></>}
        {messages.length > 1 && <><i className="not-italic text-ink-3">·</i><span className="whitespace-nowrap">{t.pieces(messages.length)}</span><i className="not-italic text-ink-3">·</i><span className="whitespace-nowrap">{t.inEvidence(evidence)}</span></>}
      </span>
      <span className="ml-auto" />
      {!lost && <LeaseRing until={work.lease_expires_at} />}
    </div>
  )
})

/** Waited is how long a case has waited by now. */
export function Waited({ since }: { since: string }) {
  const t = useWords(messageWords)
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span className="whitespace-nowrap">{t.waited(span(now - Date.parse(since)))}</span>
}

/** CopyLink copies where the case is found. */
export function CopyLink({ id }: { id: number }) {
  const t = useWords(messageWords)
  const [copied, setCopied] = useState(false)
  const copy = useCallback(() => {
    void navigator.clipboard?.writeText(`${location.origin}/console/cases/${id}`).then(() => setCopied(true), () => {})
  }, [id])
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  useKeys({ copy })
  return (
    <>
      <IconButton label={t.copy} size="s" onClick={copy} className="-ml-1.5">{copied ? <Check size={14} className="text-ok" /> : <Link2 size={14} />}</IconButton>
      <span role="status" className="sr-only-live">{copied ? t.copied : ''}</span>
    </>
  )
}
