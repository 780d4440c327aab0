import { useEffect, useRef, useState } from 'react'
import { type Schemas, api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Button, CopyButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { auditWords } from './words'

type Span = Schemas['VerifiedSpan']
interface Walk { checked: number; redacted: number; last?: Span; running: boolean; error?: unknown }

/** useWalk verifies part after part until the end, the first fault, or until it is stopped. */
function useWalk() {
  const [walk, setWalk] = useState<Walk>({ checked: 0, redacted: 0, running: false })
  const stopped = useRef<AbortController>(null)
  useEffect(() => () => stopped.current?.abort(), [])
  const start = async (from: number) => {
    const stop = new AbortController()
    stopped.current = stop
    setWalk({ checked: 0, redacted: 0, running: true })
    let checked = 0
    let redacted = 0
    let next: number | undefined = from
    try {
      while (next !== undefined) {
        const span: Span = await must(api.GET('/audit/verify', { params: { query: { from: next } }, signal: stop.signal }))
        checked += span.checked
        redacted += span.redacted ?? 0
        next = span.finding ? undefined : span.next
        setWalk({ checked, redacted, last: span, running: next !== undefined })
      }
    } catch (error) {
      if (!stop.signal.aborted) setWalk({ checked, redacted, running: false, error })
    }
  }
  const stop = () => {
    stopped.current?.abort()
    setWalk((now) => ({ ...now, running: false }))
  }
  return { walk, start, stop }
}

/** VerifyDialog walks the chain and says in words what it found. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(auditWords)
  const reason = useReason()
  const { walk, start, stop } = useWalk()
  const [from, setFrom] = useState('1')
  const begin = /^[1-9]\d{0,14}$/.test(from) ? Number(from) : 0
  const { last } = walk
  const foot = walk.running
    ? <Button onClick={stop}>{t.stop}</Button>
    : <><Button onClick={onClose}>{t.close}</Button><Button look="accent" disabled={begin === 0} onClick={() => void start(begin)}>{last ? t.again : t.start}</Button></>
  return (
    <Dialog title={t.verifyTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-4" aria-live="polite">
        <p className="text-ui text-ink-2">{t.verifyNote}</p>
        <div className="w-40"><Field label={t.fromPosition} inputMode="numeric" value={from} disabled={walk.running} onChange={(e) => setFrom(e.target.value)} /></div>
        {walk.running && last && <Progress checked={begin - 1 + walk.checked} of={last.head.position} />}
        {!walk.running && last && !walk.error && <Outcome last={last} checked={walk.checked} redacted={walk.redacted} />}
        {walk.error !== undefined && <Note tone="danger">{reason(walk.error)}</Note>}
        <p className="text-label text-ink-3">{t.rest}</p>
      </div>
    </Dialog>
  )
}

function Progress({ checked, of }: { checked: number; of: number }) {
  const t = useWords(auditWords)
  return (
    <div className="flex flex-col gap-1.5">
      <progress aria-label={t.verifyTitle} value={checked} max={of} className="h-1.5 w-full overflow-hidden rounded-full accent-accent-solid" />
      <span className="text-label text-ink-2">{t.running(count(checked), count(of))}</span>
    </div>
  )
}

function Outcome({ last, checked, redacted }: { last: Span; checked: number; redacted: number }) {
  const t = useWords(auditWords)
  const { finding, head, next } = last
  if (finding) return <Note tone="danger"><strong className="font-semibold">{t.bad(count(finding.position))}：{t[finding.wrong]}</strong><span dir="auto" className="foreign block">{finding.text}</span></Note>
  if (head.position === 0) return <Note tone="ok">{t.empty}</Note>
  if (next !== undefined) return null
  return (
    <>
      <Note tone="ok">{t.good(count(checked), count(head.position))}{redacted > 0 && ` ${t.redacted(count(redacted))}`}</Note>
      {head.hash && <p className="flex min-w-0 items-center gap-2 text-label text-ink-2"><span className="shrink-0">{t.headHash}</span><span className="foreign-line font-mono text-meta">{head.hash}</span><CopyButton text={head.hash} /></p>}
    </>
  )
}
