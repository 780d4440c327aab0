import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { asProblem, onceKey } from '../../api/client'
import { depth, useNews } from '../../api/events'
import { useIntake } from '../../app/intake'
import { usePreferences } from '../../app/preferences'
import { leastShown } from '../desk/desk'
import { type Idle, useLeases } from '../desk/lease'
import { prefetchPictures } from '../desk/prefetch'
import { claim, escalate, isConflict, maySucceedLater, pauseBefore, release, serverNow, skip } from '../desk/work'
import { type BatchEvent, type Cell, liveWorks } from './batch'
import { dropMarks, keepMarks, withMarks } from './draft'
import { useLeaving } from './leaving'
import { usePost } from './post'
import { type AlbumState, type SentBatch, album, emptyAlbum, heldWorks, lostOut, wanted } from './state'

/** How often an empty queue is asked again by itself, in milliseconds. */
const askAgain = 20_000
/** How long a batch is looked at before the next is claimed: who only looks in takes nothing more. */
const prefetchAfter = 4_000

export interface Album {
  state: AlbumState
  idle: Idle
  turn: (event: BatchEvent) => void
  /** Whether the batch has been in sight long enough to be decided. */
  isSeen: () => boolean
  submit: () => void
  undo: () => void
  skip: (cell: Cell) => void
  escalate: (cell: Cell) => void
  dismiss: () => void
  noticed: () => void
  goOn: () => void
}

/** undoable is the batch that Z takes back: the last one, while any of it can be. */
export function undoable(state: AlbumState, now: number): SentBatch | null {
  const last = state.sent.at(-1)
  if (!last || last.undoWanted) return null
  const can = last.parcels.some(({ state: at, undoUntil }) => at === 'sending' || at === 'waiting' || (at === 'done' && undoUntil !== undefined && Date.parse(undoUntil) > now))
  return can ? last : null
}

const giveBack = (works: Parameters<typeof release>[0][]) => {
  for (const work of works) void release(work).catch(() => {}) // an unreleased lease ends by itself
}

/** useAlbum is the work on the queue of pictures, a batch at a time. */
export function useAlbum(): Album {
  const [state, dispatch] = useReducer(album, emptyAlbum)
  const [preferences] = usePreferences()
  const [taking, setTaking] = useIntake()
  const { queues } = useNews()
  const latest = useRef(state)
  useEffect(() => { latest.current = state })
  const shownAt = useRef(0)
  const [lookedAt, setLookedAt] = useState<number | null>(null)
  const shown = state.batch?.id
  useEffect(() => {
    shownAt.current = performance.now()
    if (shown === undefined) return undefined
    const timer = setTimeout(() => setLookedAt(shown), prefetchAfter)
    return () => clearTimeout(timer)
  }, [shown])

  // Claim, one at a time.
  const claiming = useRef(false)
  const asks = wanted(state, lookedAt === shown)
  const hopeless = state.failure !== null && !maySucceedLater(state.failure)
  useEffect(() => {
    if (asks === 0 || state.dry || hopeless || claiming.current) return undefined
    const timer = setTimeout(async () => {
      claiming.current = true
      try {
        const cases = await claim('album', { limit: asks })
        claiming.current = false
        dispatch({ type: 'claimed', cases, asked: asks, prepare: withMarks })
      } catch (error) {
        claiming.current = false
        dispatch({ type: 'claim_failed', problem: asProblem(error) })
      }
    }, state.failures > 0 ? pauseBefore(state.failures) : 0)
    return () => clearTimeout(timer)
  }, [asks, hopeless, state.dry, state.failures])

  // An empty queue is asked again when something happens in it, and now and then.
  const { waiting } = depth(queues, 'album')
  useEffect(() => {
    if (waiting > 0) dispatch({ type: 'stir' })
  }, [waiting])
  useEffect(() => {
    if (!state.dry) return undefined
    const timer = setTimeout(() => dispatch({ type: 'stir' }), askAgain)
    return () => clearTimeout(timer)
  }, [state.dry])

  useEffect(() => {
    for (const work of state.next.flatMap(liveWorks)) prefetchPictures(work, preferences.veil)
  }, [state.next, preferences.veil])
  useEffect(() => {
    if (state.batch) keepMarks(state.batch)
  }, [state.batch])

  const held = useMemo(() => heldWorks(state), [state])
  const idle = useLeases({
    held,
    onRenewed: (id, lease) => dispatch({ type: 'batch', event: { type: 'renewed', id, lease } }),
    onLost: (id, problem) => dispatch(lostOut(id, problem)),
    onIdle: () => {
      giveBack(heldWorks(latest.current))
      dispatch({ type: 'rest', rest: 'idle' })
      setTaking(false)
    },
  })
  useEffect(() => {
    if (!taking) giveBack(latest.current.next.flatMap(liveWorks))
    dispatch({ type: 'rest', rest: taking ? 'none' : 'paused' })
  }, [taking])
  useLeaving(latest)
  usePost(state.sent, preferences.undoSeconds, dispatch)

  const goneWith = useCallback((cell: Cell, why: 'skipped' | 'escalated') => {
    dispatch({ type: 'batch', event: { type: 'out', ids: cell.works.map((work) => work.id), out: { why } } })
    for (const work of cell.works) {
      const call = why === 'skipped' ? skip(work) : escalate(work, cell.note?.trim() ?? '')
      call.catch((error: unknown) => {
        const problem = asProblem(error)
        // What could not be passed on comes back by the next claim, or has gone where it was to go.
        if (!isConflict(problem)) giveBack([work])
      })
    }
  }, [])

  // Always the same, so that it may stand in effects.
  const turn = useCallback((event: BatchEvent) => dispatch({ type: 'batch', event }), [])
  return useMemo<Album>(() => ({
    state, idle, turn,
    isSeen: () => performance.now() - shownAt.current >= leastShown,
    submit: () => {
      const { batch } = latest.current
      if (!batch || liveWorks(batch).length === 0) return
      dropMarks(batch)
      dispatch({ type: 'submit', key: onceKey(), keys: liveWorks(batch).map(() => onceKey()) })
    },
    undo: () => {
      const last = undoable(latest.current, serverNow())
      if (last) dispatch({ type: 'undo', key: last.key })
    },
    skip: (cell) => goneWith(cell, 'skipped'),
    escalate: (cell) => goneWith(cell, 'escalated'),
    dismiss: () => {
      giveBack(latest.current.refused.filter((refused) => !isConflict(refused.problem)).map((refused) => refused.work))
      dispatch({ type: 'dismiss' })
    },
    noticed: () => dispatch({ type: 'noticed' }),
    goOn: () => {
      setTaking(true)
      dispatch({ type: 'stir' })
    },
  }), [state, idle, turn, goneWith, setTaking])
}
