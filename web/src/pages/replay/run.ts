import { useEffect, useReducer, useRef } from 'react'
import { type Problem, asProblem } from '../../api/client'
import { stream } from '../../api/stream'
import type { Progress, ReplayChange } from './change'

export interface ReplayInput { app: string; from: string; to: string; change: ReplayChange }

/** State is a replay's: what was heard of it, and of which input. */
export interface State {
  phase: 'idle' | 'running' | 'done' | 'stopped' | 'failed'
  input?: ReplayInput
  seen: Progress
  problem?: Problem
}

export type Event =
  | { type: 'began'; input: ReplayInput }
  | { type: 'heard'; progress: Progress }
  | { type: 'ended' }
  | { type: 'stopped' }
  | { type: 'failed'; problem: Problem }

const nothing: Progress = { read: 0, of: 0, changed: 0 }
export const idle: State = { phase: 'idle', seen: nothing }

export function reduce(state: State, event: Event): State {
  if (event.type === 'began') return { phase: 'running', input: event.input, seen: nothing }
  if (state.phase !== 'running') return state // what comes late
  switch (event.type) {
    case 'heard': return { ...state, seen: { ...state.seen, ...event.progress } }
    // Only the last line counts; an answer without one was cut off.
    case 'ended': return state.seen.counts ? { ...state, phase: 'done' } : { ...state, phase: 'failed', problem: asProblem(new Error('the answer was cut off')) }
    case 'stopped': return { ...state, phase: 'stopped' }
    case 'failed': return { ...state, phase: 'failed', problem: event.problem }
  }
}

/** useReplay runs one replay at a time. Leaving the page ends it. */
export function useReplay() {
  const [state, dispatch] = useReducer(reduce, idle)
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])
  const run = async (input: ReplayInput) => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    const tell = (event: Event) => { if (running.current === mine) dispatch(event) }
    tell({ type: 'began', input })
    try {
      for await (const progress of stream<Progress>('/replays', input, mine.signal)) tell({ type: 'heard', progress })
      tell({ type: 'ended' })
    } catch (error) {
      if (!mine.signal.aborted) tell({ type: 'failed', problem: asProblem(error) })
    }
  }
  const stop = () => {
    dispatch({ type: 'stopped' })
    running.current?.abort()
  }
  return { state, run: (input: ReplayInput) => void run(input), stop }
}
