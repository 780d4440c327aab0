import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Pause, Zap } from 'lucide-react'
import { api, must } from '../../api/client'
import { depth, useNews } from '../../api/events'
import { useWords } from '../../i18n/language'
import { count, span } from '../../i18n/when'
import type { Sent } from './state'
import { type Queue, serverNow } from './work'
import { deskWords } from './words'

/** midnight is when today began where the reviewer is. */
function midnight(): string {
  const day = new Date()
  day.setHours(0, 0, 0, 0)
  return day.toISOString()
}

/** useMyWork is what the reviewer decided today. */
export function useMyWork() {
  const since = midnight()
  return useQuery({ queryKey: ['stats', 'me', since], queryFn: () => must(api.GET('/stats/me', { params: { query: { since } } })), refetchInterval: 30_000, staleTime: 20_000 })
}

/** DeskFigures are the figures of the bar: how the queue stands, and how the work goes. */
export function DeskFigures({ queue, sent }: { queue: Queue; sent: readonly Sent[] }) {
  const t = useWords(deskWords)
  const { queues } = useNews()
  const { waiting, oldest } = depth(queues, queue)
  const { data, dataUpdatedAt } = useMyWork()
  // What was decided since the server counted is counted here.
  const since = sent.filter((one) => one.act.kind === 'decide' && !one.undoWanted && (one.doneAt ?? Infinity) > dataUpdatedAt).length
  return (
    <>
      <Figure name={t.waiting} value={count(waiting)} />
      {oldest && <Figure name={t.oldest} value={<Since at={oldest} />} />}
      {data && (
        <>
          <i aria-hidden="true" className="h-4 w-px shrink-0 bg-line-strong" />
          <Figure name={t.mineToday} value={count(data.decided_today + since)} />
          <Figure name={t.pace} value={<>{((data.decided_last_15m + since) / 15).toFixed(1)} <span className="font-normal text-ink-2">{t.perMinute}</span></>} />
        </>
      )}
    </>
  )
}

function Figure({ name, value }: { name: string; value: React.ReactNode }) {
  return <span className="inline-flex shrink-0 items-baseline gap-1.5">{name}<span className="text-ui font-semibold text-ink">{value}</span></span>
}

function Since({ at }: { at: string }) {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  return span(now - Date.parse(at))
}

/** NextReady tells that the next case is here already, or that none will come. */
export function NextReady({ ready, paused }: { ready: boolean; paused: boolean }) {
  const t = useWords(deskWords)
  if (paused) return <span role="status" className="mr-2 inline-flex shrink-0 items-center gap-1.5 text-label font-medium text-warn"><Pause size={14} aria-hidden="true" />{t.pausedHand}</span>
  return ready ? <span className="mr-2 inline-flex shrink-0 items-center gap-1.5 text-label font-medium text-ok"><Zap size={14} aria-hidden="true" className="fill-current" />{t.nextReady}</span> : null
}
