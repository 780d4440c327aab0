import { describe, expect, it } from 'vitest'
import { dueToRenew, firstSeen, idleAfter, idleEnd, idleNotice, renewEvery } from './lease'
import { recallHeld, rememberHeld } from './held'

describe('lease', () => {
  it('is renewed by input only, and not at every one', () => {
    const lease = { renewed: 1000, length: 300_000 }
    expect(dueToRenew({ ...lease, input: 900, now: 200_000 })).toBe(false)
    expect(dueToRenew({ ...lease, input: 2000, now: 3000 })).toBe(false)
    expect(dueToRenew({ ...lease, input: 2000, now: 1000 + renewEvery(300_000) })).toBe(true)
  })

  it('is renewed at once where it is nearly over when it comes', () => {
    const now = 10 * idleEnd
    expect(dueToRenew({ now, input: now - 10, ...renamed(firstSeen(now, 20_000)) })).toBe(true)
    expect(dueToRenew({ now, input: now - 10, ...renamed(firstSeen(now, 300_000)) })).toBe(false)
  })

  it('asks whether somebody is there, then lets go', () => {
    expect([0, idleNotice - 1, idleNotice, idleEnd].map(idleAfter)).toEqual(['busy', 'busy', 'notice', 'over'])
  })
})

const renamed = ({ at, length }: { at: number; length: number }) => ({ renewed: at, length })

it('asks once, and soon, for what the page held before a reload', () => {
  rememberHeld('message', [3, 1], 0)
  expect(recallHeld('album', 10)).toEqual([])
  expect(recallHeld('message', 10)).toEqual([3, 1])
  expect(recallHeld('message', 10)).toEqual([])
  rememberHeld('message', [3], 0)
  expect(recallHeld('message', 60_000)).toEqual([])
})
