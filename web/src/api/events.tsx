import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { Schemas } from './client'

export type QueueStat = Schemas['QueueStat']
export interface LostLease { case_id: number; app: string; queue: string; ended_at: string }

export interface News {
  queues: QueueStat[]
  /** live: what is shown is so. lost: it was so when the stream broke; the browser tries again by itself. */
  state: 'connecting' | 'live' | 'lost'
  /** When that began to be so. */
  since: number
  /** Whether anything was heard at all: no queues may mean that nothing waits, or that nobody has said. */
  heard: boolean
}

const Heard = createContext<News>({ queues: [], state: 'connecting', since: 0, heard: false })

/** leases tells of cases whose lease ran out, as CustomEvent<LostLease> named "lost". */
export const leases = new EventTarget()

/** HearsEvents keeps one stream open for the whole console. */
export function HearsEvents({ children }: { children: ReactNode }) {
  const [queues, setQueues] = useState<QueueStat[] | null>(null)
  const [{ state, since }, setState] = useState<Pick<News, 'state' | 'since'>>(() => ({ state: 'connecting', since: Date.now() }))
  useEffect(() => {
    let source: EventSource
    let retry: ReturnType<typeof setTimeout> | undefined
    const become = (next: News['state']) => setState((now) => (now.state === next ? now : { state: next, since: Date.now() }))
    const open = () => {
      source = new EventSource('/api/v1/events')
      source.addEventListener('open', () => become('live'))
      source.addEventListener('queues', (event) => setQueues((JSON.parse(event.data) as Schemas['QueueStats']).items))
      source.addEventListener('lease_lost', (event) => leases.dispatchEvent(new CustomEvent('lost', { detail: JSON.parse(event.data) as LostLease })))
      source.addEventListener('error', () => {
        become('lost')
        if (source.readyState !== EventSource.CLOSED) return // it tries again by itself
        clearTimeout(retry)
        retry = setTimeout(open, 3000)
      })
    }
    open()
    return () => {
      clearTimeout(retry)
      source.close()
    }
  }, [])
  return <Heard value={useMemo(() => ({ queues: queues ?? [], heard: queues !== null, state, since }), [queues, state, since])}>{children}</Heard>
}

export function useNews(): News {
  return useContext(Heard)
}

/** depth sums a queue up over apps and risk. */
export function depth(queues: readonly QueueStat[], queue: string) {
  let waiting = 0
  let oldest = ''
  let risky = 0
  for (const stat of queues) {
    if (stat.queue !== queue) continue
    waiting += stat.waiting
    if (stat.risk) risky += stat.waiting
    if (stat.oldest_at && (oldest === '' || stat.oldest_at < oldest)) oldest = stat.oldest_at
  }
  return { waiting, risky, oldest: oldest === '' ? null : oldest }
}
