import { expect, test } from 'vitest'
import { asProblem } from '../../api/client'
import { spanOf } from './period'
import { type Event, type State, idle, reduce } from './run'

const input = { app: 'live', from: '', to: '', change: { model: 3 } }
const after = (...events: Event[]): State => events.reduce(reduce, idle)

test('a replay is done only when its counts came', () => {
  const begun = [{ type: 'began', input }, { type: 'heard', progress: { read: 10, of: 20, changed: 1 } }] as const
  expect(after(...begun, { type: 'heard', progress: { read: 20, of: 20, changed: 1, counts: { 'pass→deny': 1 } } }, { type: 'ended' })).toMatchObject({ phase: 'done', seen: { read: 20, of: 20, changed: 1 } })
  expect(after(...begun, { type: 'ended' }).phase).toBe('failed')
  expect(after(...begun, { type: 'failed', problem: asProblem(new Error('gone')) }).seen.read).toBe(10)
})

test('what comes after it was stopped changes nothing', () => {
  const stopped = after({ type: 'began', input }, { type: 'heard', progress: { read: 10, of: 20, changed: 0 } }, { type: 'stopped' })
  expect(reduce(stopped, { type: 'heard', progress: { read: 20, of: 20, changed: 0 } })).toBe(stopped)
  expect(reduce(stopped, { type: 'ended' })).toBe(stopped)
  expect(reduce(stopped, { type: 'began', input })).toMatchObject({ phase: 'running', seen: { read: 0 } })
})

test('a period ends after it begins', () => {
  expect(spanOf({ hours: 1 }, Date.parse('2026-01-02T01:00:00Z'))).toEqual({ from: '2026-01-02T00:00:00.000Z', to: '2026-01-02T01:00:00.000Z' })
  expect(spanOf({ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toBeNull()
  expect(spanOf({ from: '', to: '2026-01-01T00:00:00Z' })).toBeNull()
})
