import { useEffect, useRef, useState } from 'react'
import { asProblem } from '../api/client'
import { stream } from '../api/stream'

export interface Streaming<Item> {
  /** The newest line. */
  last?: Item
  running: boolean
  /** It came to its end by itself. */
  done: boolean
  error?: unknown
}

/** useStream follows work that answers line by line. It ends when it is stopped or the component goes. */
export function useStream<Item>(path: string, onDone?: (last: Item | undefined) => void) {
  const [state, setState] = useState<Streaming<Item>>({ running: false, done: false })
  const stopping = useRef<AbortController>(null)
  const told = useRef(onDone)
  useEffect(() => { told.current = onDone })
  useEffect(() => () => stopping.current?.abort(), [])
  const follow = async (body: unknown) => {
    stopping.current?.abort()
    const stop = new AbortController()
    stopping.current = stop
    setState({ running: true, done: false })
    let last: Item | undefined
    try {
      for await (const item of stream<Item>(path, body, stop.signal)) {
        last = item
        setState({ last, running: true, done: false })
      }
      setState({ last, running: false, done: true })
      told.current?.(last)
    } catch (error) {
      if (!stop.signal.aborted) setState({ last, running: false, done: false, error: asProblem(error) })
    }
  }
  const stop = () => {
    stopping.current?.abort()
    setState((now) => ({ ...now, running: false }))
  }
  const reset = () => setState({ running: false, done: false })
  return { ...state, start: (body: unknown) => void follow(body), stop, reset }
}
