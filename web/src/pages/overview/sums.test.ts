import { expect, test } from 'vitest'
import type { QueueStat } from '../../api/events'
import { sums, total } from './sums'

const stat = (part: Partial<QueueStat>): QueueStat => ({ app: 'live', queue: 'message', risk: false, waiting: 0, held: 0, senior: 0, arrived: 0, decided: 0, ...part })

test('queues are summed over apps and risk, and stand in one order', () => {
  const stats = [
    stat({ waiting: 3, oldest_at: '2025-03-04T10:00:00Z' }), stat({ risk: true, waiting: 2, oldest_at: '2025-03-04T09:00:00.5Z' }),
    stat({ app: 'other', waiting: 5 }), stat({ queue: 'album', waiting: 1, oldest_at: '2025-03-04T11:00:00Z', decided: 4 }),
  ]
  const all = sums(stats)
  expect(all.map((one) => one.queue).slice(0, 2)).toEqual(['message', 'album'])
  expect(all[0]).toMatchObject({ waiting: 10, risk: 2, oldest: '2025-03-04T09:00:00.5Z' })
  expect(sums(stats, 'other')[0]).toMatchObject({ waiting: 5, risk: 0, oldest: undefined })
  expect(total(all)).toMatchObject({ waiting: 11, decided: 4, oldest: '2025-03-04T09:00:00.5Z', oldestIn: 'message' })
})
