import { type Dispatch, useEffect, useRef } from 'react'
import { type Problem, asProblem } from '../../api/client'
import { type Decided, decide, undo, untilAnswered } from '../desk/work'
import { verdictOf } from './batch'
import type { AlbumEvent, Parcel, SentBatch } from './state'

/** How many decisions are under way at once: a browser has six connections to a server, and others want some of them. */
const lanes = 4

/** inLanes works through a list, so many at once. */
export async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>, count = lanes): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, lane))
}

/** usePost sends what was submitted, and takes back what was to be. Each decision has a key of its own, so that sending it again does nothing twice. */
export function usePost(sent: readonly SentBatch[], undoSeconds: number, dispatch: Dispatch<AlbumEvent>) {
  const posted = useRef(new Set<string>())
  const recalled = useRef(new Set<string>())
  const latest = useRef(sent)
  useEffect(() => { latest.current = sent })
  useEffect(() => {
    const isWanted = (key: string) => latest.current.find((one) => one.key === key)?.undoWanted ?? false
    for (const one of sent) {
      if (!posted.current.has(one.key)) {
        posted.current.add(one.key)
        void inLanes(one.parcels, async (parcel) => {
          const tell = (news: { state: Parcel['state']; decided?: Decided; problem?: Problem }) => dispatch({ type: 'parcel', batch: one.key, key: parcel.key, ...news })
          if (isWanted(one.key)) {
            tell({ state: 'undone' }) // taken back before it left: the case is still held
            return
          }
          try {
            const decided = await untilAnswered(() => decide(parcel.work, verdictOf(parcel.work, parcel.cell), undoSeconds, parcel.key), () => tell({ state: 'waiting' }))
            tell({ state: 'done', decided })
          } catch (error) {
            tell({ state: 'refused', problem: asProblem(error) })
          }
        })
      }
      if (!one.undoWanted) continue
      const back = one.parcels.filter((parcel) => parcel.state === 'done' && !recalled.current.has(parcel.key))
      for (const parcel of back) recalled.current.add(parcel.key)
      void inLanes(back, async (parcel) => {
        try {
          dispatch({ type: 'parcel', batch: one.key, key: parcel.key, state: 'undone', work: await untilAnswered(() => undo(parcel.work.id)) })
        } catch {
          dispatch({ type: 'parcel', batch: one.key, key: parcel.key, state: 'kept' })
        }
      })
    }
  }, [sent, undoSeconds, dispatch])
}
