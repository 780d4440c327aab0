import { expect, test } from 'vitest'
import { daysBack, filled } from './days'

const now = Date.parse('2026-03-01T23:30:00Z')

test('days without hits are days too', () => {
  expect(daysBack(2, now)).toBe('2026-02-28')
  expect(filled([{ day: '2026-03-01', hits: 1, shadow: 2, errors: 0 }, { day: '2026-01-01', hits: 9, shadow: 9, errors: 0 }], 3, now)).toEqual([
    { day: '2026-02-27', hits: 0, shadow: 0, errors: 0 }, { day: '2026-02-28', hits: 0, shadow: 0, errors: 0 }, { day: '2026-03-01', hits: 1, shadow: 2, errors: 0 },
  ])
})
