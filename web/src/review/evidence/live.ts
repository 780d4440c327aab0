import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, must } from '../../api/client'
import { type Call, type Entry, arranged, entriesOf, isStirring, steady } from './call'

/** How often a call that goes on is asked for, and one that is over, in milliseconds. */
const often = 3000
const seldom = 15_000
/** For so long after a move of the pointer nothing grows below it, in milliseconds. */
const resting = 2000

/** useLiveCall is a call as it is now, as long as somebody works on it. */
export function useLiveCall(id: number, first: Call, active: boolean): Call {
  const { data } = useQuery({
    queryKey: ['evidence', id], queryFn: () => must(api.GET('/cases/{id}/evidence', { params: { path: { id } } })),
    enabled: active, retry: false, staleTime: 0, refetchOnMount: 'always', structuralSharing: true,
    refetchInterval: ({ state }) => (state.error ? seldom : isStirring(state.data ?? first) ? often : seldom),
  })
  return data ?? first
}

export interface Way {
  /** What is shown of the call: as it is, but for what would move under the pointer. */
  call: Call
  entries: Entry[]
  /** The keys of what came while it was looked at. */
  fresh: ReadonlySet<string>
  /** For the part of the page that must not move while the pointer is busy on it. */
  still: { onPointerMove: (event: PointerEvent) => void; onPointerLeave: () => void }
}

interface Shown { call: Call; keys: string[] }

function grown(shown: Shown, call: Call): Shown {
  return { call, keys: arranged(shown.keys, entriesOf(call)).map(({ key }) => key) }
}

/** useWay is the way of a call on the screen: what is there stays where it is, and what is new comes below it. */
export function useWay(now: Call): Way {
  const [first] = useState<Shown>(() => ({ call: now, keys: entriesOf(now).map(({ key }) => key) }))
  const [shown, setShown] = useState(first)
  const latest = useRef(now)
  const movedAt = useRef(-resting)
  const settle = useCallback(() => setShown((old) => (old.call === latest.current ? old : grown(old, latest.current))), [])
  useEffect(() => {
    latest.current = now
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      const busy = movedAt.current + resting - performance.now()
      if (busy <= 0) return settle()
      setShown((old) => grown(old, steady(old.call, now)))
      timer = setTimeout(look, busy)
    }
    timer = setTimeout(look)
    return () => clearTimeout(timer)
  }, [now, settle])
  const still = useMemo(() => ({
    onPointerMove: (event: PointerEvent) => { if (event.isTrusted) movedAt.current = performance.now() },
    onPointerLeave: () => {
      movedAt.current = -resting
      settle()
    },
  }), [settle])
  const entries = useMemo(() => arranged(shown.keys, entriesOf(shown.call)), [shown])
  const fresh = useMemo(() => new Set(shown.keys.filter((key) => !first.keys.includes(key))), [shown.keys, first.keys])
  return { call: shown.call, entries, fresh, still }
}

/** useFocus is the piece of evidence in focus, by its number, moved by steps along what is shown. */
export function useFocus(entries: readonly Entry[], begin: number | null) {
  const [focus, setFocus] = useState<number | null>(begin)
  const numbers = useMemo(() => entries.flatMap((entry) => (entry.kind === 'evidence' ? [entry.item.n] : [])), [entries])
  const step = useCallback((by: number) => setFocus((now) => {
    const at = now === null ? -1 : numbers.indexOf(now)
    return numbers[Math.min(numbers.length - 1, Math.max(0, at + by))] ?? now
  }), [numbers])
  return { focus, setFocus, step }
}
