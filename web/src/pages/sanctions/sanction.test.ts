import { expect, test } from 'vitest'
import { type Sanction, hoursOf, liftOf, standingOf } from './sanction'

const now = Date.parse('2025-03-04T12:00:00Z')
const mute: Sanction = {
  id: 1, app: 'live', subject: { kind: 'user', id: '1' }, action: 'mute', module_type: 1, label: 'ad', in_force: true, final: false, author: '2',
  starts_at: '2025-03-04T11:00:00Z', ends_at: '2025-03-05T11:00:00Z',
}

test('how a sanction stands', () => {
  expect(standingOf(mute, now)).toBe('force')
  expect(standingOf({ ...mute, lifted_at: '2025-03-04T11:30:00Z', in_force: false }, now)).toBe('lifted')
  expect(standingOf(mute, now + 48 * 3_600_000)).toBe('ended')
  expect(standingOf({ ...mute, starts_at: '2025-03-04T12:00:05Z', in_force: false }, now)).toBe('coming')
  expect(standingOf({ ...mute, action: 'delete', final: true, ends_at: undefined, in_force: false }, now)).toBe('once')
})

test('what it was meant to last and what the platform hears of its end', () => {
  expect(hoursOf(mute)).toBe(24)
  expect(hoursOf({ starts_at: mute.starts_at, ends_at: '2025-03-04T11:30:00Z' })).toBe(0.5)
  expect(hoursOf({ starts_at: mute.starts_at })).toBe(-1)
  expect(liftOf(mute)).toBe('lift_hall_mute')
  expect(liftOf({ action: 'mute', module_type: 2 })).toBe('lift_show_mute')
  expect(liftOf({ action: 'kick_room', module_type: 100 })).toBe('lift_kick_room')
  expect(liftOf({ action: 'delete', module_type: 1 })).toBeNull()
})
