import { useEffect, useRef, useState } from 'react'
import { leases, type LostLease } from '../../api/events'
import { Problem, asProblem } from '../../api/client'
import { type Hold, type Lease, isConflict, renew, serverNow } from './work'

/** What a lease needs: a WorkCase has it. */
export type Leased = Hold & { lease_expires_at: string }

/** Under this much left, a lease is warned about, in milliseconds. */
export const warnUnder = 60_000
/** After this much without input the reviewer is told, and after that much his cases go back. */
export const idleNotice = 4 * 60_000
export const idleEnd = 5 * 60_000

/** renewEvery is how often input renews a lease of a length at most. */
export function renewEvery(length: number): number {
  return Math.min(45_000, Math.max(2_000, length / 6))
}

export type Idle = 'busy' | 'notice' | 'over'

export function idleAfter(quiet: number): Idle {
  if (quiet >= idleEnd) return 'over'
  return quiet >= idleNotice ? 'notice' : 'busy'
}

/** dueToRenew tells whether a lease is renewed now: there was input since the last renewal, and that was not just now. */
export function dueToRenew({ now, input, renewed, length }: { now: number; input: number; renewed: number; length: number }): boolean {
  return input > renewed && now - renewed >= renewEvery(length)
}

/** firstSeen is a lease when it comes here. One that was begun elsewhere and is nearly over is renewed at once: opening the page was input. */
export function firstSeen(now: number, left: number): { at: number; length: number } {
  return { at: left < 2 * warnUnder ? now - idleEnd : now, length: left }
}

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

interface Keeping {
  /** The cases held; renewed together. */
  held: readonly Leased[]
  onRenewed: (id: number, lease: Lease) => void
  /** The lease is gone: it ran out, or somebody else has the case. */
  onLost: (id: number, problem?: Problem) => void
  /** Nobody was there for so long that the cases should go back. */
  onIdle: () => void
}

/** useLeases keeps leases alive as long as somebody is really there, and tells when nobody seems to be. */
export function useLeases(keeping: Keeping): Idle {
  const latest = useRef(keeping)
  useEffect(() => { latest.current = keeping })
  const [idle, setIdle] = useState<Idle>('busy')
  const working = keeping.held.length > 0
  useEffect(() => {
    if (!working) return undefined
    let input = Date.now()
    const renewed = new Map<number, { at: number; length: number }>()
    const onInput = (event: Event) => {
      if (!event.isTrusted) return
      input = Date.now()
      setIdle('busy')
    }
    const keep = async (lease: Leased, known: { at: number; length: number }) => {
      known.at = Date.now()
      try {
        const got = await renew(lease)
        known.length = Date.parse(got.lease_expires_at) - serverNow()
        latest.current.onRenewed(lease.id, got)
      } catch (error) {
        const problem = asProblem(error)
        if (isConflict(problem) || problem.status === 404) latest.current.onLost(lease.id, problem)
      }
    }
    const tick = () => {
      const now = Date.now()
      for (const lease of latest.current.held) {
        const known = renewed.get(lease.id) ?? firstSeen(now, Date.parse(lease.lease_expires_at) - serverNow())
        renewed.set(lease.id, known)
        if (dueToRenew({ now, input, renewed: known.at, length: known.length })) void keep(lease, known)
      }
      const state = idleAfter(now - input)
      setIdle(state)
      if (state === 'over') latest.current.onIdle()
    }
    tick()
    const timer = setInterval(tick, 1000)
    for (const name of inputs) addEventListener(name, onInput, { passive: true, capture: true })
    const onLost = (event: Event) => latest.current.onLost((event as CustomEvent<LostLease>).detail.case_id)
    leases.addEventListener('lost', onLost)
    return () => {
      clearInterval(timer)
      for (const name of inputs) removeEventListener(name, onInput, { capture: true })
      leases.removeEventListener('lost', onLost)
    }
  }, [working])
  return working ? idle : 'busy'
}

/** useLeft is the milliseconds until a time by the server's clock; it changes every second until it is 0. */
export function useLeft(until: string | undefined, every = 1000): number {
  const left = () => (until ? Math.max(0, Date.parse(until) - serverNow()) : 0)
  const [shown, setShown] = useState(left)
  useEffect(() => {
    const show = () => setShown(left())
    show()
    const timer = setInterval(show, every)
    return () => clearInterval(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- left follows until
  }, [until, every])
  return shown
}
