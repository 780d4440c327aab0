import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react'
import { asProblem, onceKey } from '../../api/client'
import { depth, useNews } from '../../api/events'
import { useIntake } from '../../app/intake'
import { usePreferences } from '../../app/preferences'
import { type Idle, useLeases } from './lease'
import { recallHeld, rememberHeld } from './held'
import { prefetchPictures } from './prefetch'
import { type Act, type DeskState, type Sent, desk, emptyDesk, pending, wanted } from './state'
import { type Hold, type Queue, type Verdict, type WorkCase, claim, decide, escalate, isConflict, maySucceedLater, pauseBefore, release, releaseOnClose, renew, serverNow, skip, undo, untilAnswered } from './work'

/** A case must have been on screen for this long before a key decides it: the second half of a double press was meant for the case before. In milliseconds. */
export const leastShown = 300
/** How often an empty desk asks again by itself, in milliseconds: where nothing waits, and where cases do. Those may be for others only. */
const askAgain = { empty: 20_000, waiting: 5000 }

export interface Desk {
  queue: Queue
  state: DeskState
  idle: Idle
  /** Whether the case has been in sight long enough to be decided. */
  isSeen: () => boolean
  /** Decides the case in hand, and others in the same way with it. */
  decide: (verdict: Verdict, others?: readonly { work: WorkCase; verdict: Verdict }[]) => void
  skip: () => void
  escalate: (memo: string) => void
  /** Takes the last decision back; false where there is none. */
  undo: () => boolean
  /** Leaves a case that is nobody's to decide any more. */
  passOver: () => void
  retake: (key: string) => void
  /** Lets a refused act go; its case goes back to the queue. */
  forget: (key: string) => void
  noticed: () => void
  /** Takes cases again, or tries again at once. */
  goOn: () => void
}

/** undoable are the acts that Z takes back: the last decision, with those given as one with it. */
export function undoable(state: DeskState, now: number): Sent[] {
  const can = (sent: Sent) => sent.act.kind === 'decide' && !sent.undoWanted && (sent.state !== 'done' || (sent.undoUntil !== undefined && Date.parse(sent.undoUntil) > now))
  const last = state.sent.findLast(can)
  return last ? state.sent.filter((sent) => sent.group === last.group && can(sent)) : []
}

const giveBack = (holds: readonly Hold[]) => {
  for (const hold of holds) void release(hold).catch(() => {}) // an unreleased lease ends by itself
}

/** useDesk is the work on one queue: it claims, keeps what is held alive, sends what is decided and takes it back. */
export function useDesk(queue: Queue): Desk {
  const [state, dispatch] = useReducer(desk, emptyDesk)
  const [preferences] = usePreferences()
  const [taking, setTaking] = useIntake()
  const { queues } = useNews()
  const latest = useRef(state)
  useEffect(() => { latest.current = state })

  // Claim. One at a time; what is asked for meanwhile is asked for after it.
  const claiming = useRef(false)
  const asks = wanted(state)
  const hopeless = state.failures > 0 && state.failure !== null && state.failure.status < 500 && !maySucceedLater(state.failure)
  useEffect(() => {
    if (asks === 0 || state.dry || hopeless || claiming.current) return undefined
    const timer = setTimeout(async () => {
      claiming.current = true
      try {
        const before = recallHeld(queue)
        const again = before.length > 0 ? await claim(queue, { ids: before, limit: before.length }) : []
        const cases = again.length > 0 ? before.flatMap((id) => again.find((work) => work.id === id) ?? []) : await claim(queue, { limit: asks })
        claiming.current = false
        dispatch({ type: 'claimed', cases, asked: again.length > 0 ? again.length : asks, at: serverNow() })
      } catch (error) {
        claiming.current = false
        dispatch({ type: 'claim_failed', problem: asProblem(error) })
      }
    }, state.failures > 0 ? pauseBefore(state.failures) : 0)
    return () => clearTimeout(timer)
  }, [queue, asks, hopeless, state.dry, state.failures, state.rounds])

  // An empty queue is asked again when something happens in it, and now and then.
  const { waiting } = depth(queues, queue)
  useEffect(() => {
    if (state.dry) dispatch({ type: 'stir' })
    // oxlint-disable-next-line react/exhaustive-deps -- only news stir it, not its becoming dry
  }, [waiting])
  useEffect(() => {
    if (!state.dry) return undefined
    const timer = setTimeout(() => dispatch({ type: 'stir' }), waiting > 0 ? askAgain.waiting : askAgain.empty)
    return () => clearTimeout(timer)
  }, [state.dry, state.rounds, waiting])

  // What comes next is fetched as the reviewer will see it first.
  useEffect(() => {
    for (const work of state.next) prefetchPictures(work, preferences.veil)
  }, [state.next, preferences.veil])

  const held = useMemo(() => (state.hand && !state.hand.trouble ? [state.hand.work, ...state.next] : state.next), [state.hand, state.next])
  const idle = useLeases({
    held,
    onRenewed: (id, lease) => dispatch({ type: 'renewed', id, lease }),
    onLost: (id, problem) => {
      const hand = latest.current.hand?.work
      if (problem || hand?.id !== id) {
        dispatch({ type: 'lost', id, trouble: { code: problem?.code ?? 'lease_lost', conflict: problem?.conflict } })
        return
      }
      // The event says that the lease ended; only a refusal says what has become of the case.
      dispatch({ type: 'lost', id, trouble: { code: 'lease_lost' } })
      renew(hand).catch((error: unknown) => {
        const { code, conflict } = asProblem(error)
        if (conflict) dispatch({ type: 'lost', id, trouble: { code, conflict } })
      })
    },
    onIdle: () => {
      giveBack(held)
      dispatch({ type: 'rest', rest: 'idle' })
      setTaking(false)
    },
  })

  useEffect(() => {
    if (taking) {
      dispatch({ type: 'rest', rest: 'none' })
      return
    }
    giveBack(latest.current.next)
    dispatch({ type: 'rest', rest: 'paused' })
  }, [taking])

  useLeaving(queue, latest)

  const shownAt = useRef(0)
  const inHand = state.hand?.work.id
  useEffect(() => { shownAt.current = performance.now() }, [inHand])

  const send = useCallback(async (work: WorkCase, act: Act, key: string, group: string, undoSeconds: number) => {
    dispatch({ type: 'act', key, group, act, work })
    const call = async () => {
      if (act.kind === 'decide') return decide(work, act.verdict, undoSeconds, key)
      await (act.kind === 'skip' ? skip(work, key) : escalate(work, act.memo, key))
      return undefined
    }
    try {
      const answer = await untilAnswered(call, () => dispatch({ type: 'waiting', key }))
      dispatch({ type: 'answered', key, decided: answer, at: serverNow() })
    } catch (error) {
      dispatch({ type: 'refused', key, problem: asProblem(error) })
    }
  }, [])

  // What was taken back is undone once its decision has been answered.
  const undoing = useRef(new Set<string>())
  useEffect(() => {
    for (const sent of state.sent) {
      if (!sent.undoWanted || (sent.state !== 'done' && sent.state !== 'undoing') || undoing.current.has(sent.key)) continue
      undoing.current.add(sent.key)
      untilAnswered(() => undo(sent.work.id)).then(
        (work) => dispatch({ type: 'undone', key: sent.key, work }),
        (error: unknown) => dispatch({ type: 'undo_failed', key: sent.key, problem: asProblem(error) }),
      )
    }
  }, [state.sent])

  const { undoSeconds } = preferences
  return useMemo<Desk>(() => {
    const act = (what: Act) => {
      const hand = latest.current.hand
      if (!hand || hand.trouble) return null
      const key = onceKey()
      void send(hand.work, what, key, key, undoSeconds)
      return key
    }
    return {
      queue, state, idle,
      isSeen: () => performance.now() - shownAt.current >= leastShown,
      decide: (verdict, others = []) => {
        const group = act({ kind: 'decide', verdict })
        if (group) for (const other of others) void send(other.work, { kind: 'decide', verdict: other.verdict }, onceKey(), group, undoSeconds)
      },
      skip: () => { act({ kind: 'skip' }) },
      escalate: (memo) => { act({ kind: 'escalate', memo }) },
      undo: () => {
        const keys = undoable(latest.current, serverNow()).map((sent) => sent.key)
        if (keys.length > 0) dispatch({ type: 'undo', keys })
        return keys.length > 0
      },
      passOver: () => dispatch({ type: 'pass_over' }),
      retake: (key) => dispatch({ type: 'retake', key }),
      forget: (key) => {
        const refused = latest.current.refused.find((one) => one.key === key)
        if (refused && !isConflict(refused.problem)) giveBack([refused.work])
        dispatch({ type: 'forget', key })
      },
      noticed: () => dispatch({ type: 'noticed' }),
      goOn: () => {
        setTaking(true)
        dispatch({ type: 'stir' })
      },
    }
  }, [queue, state, idle, send, undoSeconds, setTaking])
}

/** useLeaving gives cases back when the page closes or another queue is opened, and asks before a decision that nobody has received is lost. */
function useLeaving(queue: Queue, latest: { current: DeskState }) {
  useEffect(() => {
    const now = () => latest.current
    const close = () => {
      const { hand, next } = now()
      const held = hand && !hand.trouble ? [hand.work, ...next] : next
      rememberHeld(queue, held.map((work) => work.id))
      for (const hold of held) releaseOnClose(hold)
    }
    const back = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload() // what was held has been given back
    }
    const ask = (event: BeforeUnloadEvent) => {
      if (pending(now()).some((sent) => sent.state === 'waiting')) event.preventDefault()
    }
    addEventListener('pagehide', close)
    addEventListener('pageshow', back)
    addEventListener('beforeunload', ask)
    return () => {
      removeEventListener('pagehide', close)
      removeEventListener('pageshow', back)
      removeEventListener('beforeunload', ask)
      // Somebody who looks a user up comes back: then the case in hand waits for him until its lease ends.
      const { hand, next } = now()
      giveBack(next)
      if (hand && !hand.trouble && location.pathname.includes('/review/')) giveBack([hand.work])
    }
  }, [queue, latest])
}
