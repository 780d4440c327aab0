import { expect, test } from 'vitest'
import { type Audit, inForce, own, setOf, valueOf } from './spec'

const defaults = { deny: 0.9, review: 0.5, model: 0.97, repeats: 8, spread: 0, near: 0, deny_repeat_offenders: 0 }
const audit: Audit = { record: 'durable', keep_days: 30, own: ['deny'], thresholds: { ...defaults, deny: 0.95 }, defaults }

test('only what an app sets is stored; the rest goes on following the defaults', () => {
  expect(own(setOf(audit))).toEqual({ deny: 0.95 })
  expect(inForce(audit, own({ repeats: '4' }) ?? {})).toEqual({ ...defaults, repeats: 4 })
})

test('what is no such threshold is not stored', () => {
  expect(valueOf('deny', '1.2')).toBeNull()
  expect(valueOf('deny', '')).toBeNull()
  expect(valueOf('model', '0')).toBe(0)
  expect(valueOf('repeats', '2.5')).toBeNull()
  expect(valueOf('repeats', '-1')).toBeNull()
  expect(own({ deny: 'x' })).toBeNull()
})
