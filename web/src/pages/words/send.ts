import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { onceKey } from '../../api/client'
import { type ImportInput, importTerms } from './calls'
import { parts } from './parts'

/** Lines sent at once: few enough that it is seen to go on. */
const most = 4000

export interface Sent { lines: number; of: number; added: number; updated: number }

/** useSend imports a file piece by piece, which can be stopped between two of them: what is in stays in, and sending it again does no harm. */
export function useSend(list: number, onDone: (sent: Sent) => void) {
  const client = useQueryClient()
  const [state, setState] = useState<{ phase: 'idle' | 'running' | 'stopped' | 'failed'; sent: Sent; error?: unknown }>({ phase: 'idle', sent: { lines: 0, of: 0, added: 0, updated: 0 } })
  const current = useRef<AbortController>(null)
  useEffect(() => () => current.current?.abort(), [])
  const run = async (input: ImportInput) => {
    const mine = new AbortController()
    current.current = mine
    const pieces = parts(input.text, most)
    let sent: Sent = { lines: 0, of: pieces.reduce((sum, piece) => sum + piece.lines, 0), added: 0, updated: 0 }
    const tell = (phase: 'running' | 'failed', error?: unknown) => { if (!mine.signal.aborted) setState({ phase, sent, error }) }
    tell('running')
    try {
      for (const piece of pieces) {
        const done = await importTerms(list, { ...input, text: piece.text }, onceKey(), mine.signal)
        sent = { ...sent, lines: sent.lines + piece.lines, added: sent.added + done.added, updated: sent.updated + done.updated }
        tell('running')
      }
      if (!mine.signal.aborted) onDone(sent)
    } catch (error) {
      tell('failed', error)
    }
    void client.invalidateQueries({ queryKey: ['words'] })
  }
  const stop = () => {
    current.current?.abort()
    setState((now) => (now.phase === 'running' ? { ...now, phase: 'stopped' } : now))
  }
  return { ...state, run: (input: ImportInput) => void run(input), stop, reset: () => setState((now) => ({ ...now, phase: 'idle', error: undefined })) }
}
