import type { QueueStat } from '../../api/events'
import { type Queue, queues } from '../../app/places'

export interface QueueSum { queue: Queue; waiting: number; risk: number; held: number; senior: number; arrived: number; decided: number; oldest?: string }

/** sums are the queues in their fixed order, over the apps and both parts of each. */
export function sums(stats: readonly QueueStat[], app?: string): QueueSum[] {
  return queues.map((queue) => {
    const sum: QueueSum = { queue, waiting: 0, risk: 0, held: 0, senior: 0, arrived: 0, decided: 0 }
    for (const stat of stats) {
      if (stat.queue !== queue || (app && stat.app !== app)) continue
      sum.waiting += stat.waiting
      if (stat.risk) sum.risk += stat.waiting
      sum.held += stat.held
      sum.senior += stat.senior
      sum.arrived += stat.arrived
      sum.decided += stat.decided
      sum.oldest = earlier(sum.oldest, stat.oldest_at)
    }
    return sum
  })
}

export type Total = Omit<QueueSum, 'queue'> & { oldestIn?: Queue }

/** total is everything together, and in which queue the longest wait is. */
export function total(list: readonly QueueSum[]): Total {
  const all: Total = { waiting: 0, risk: 0, held: 0, senior: 0, arrived: 0, decided: 0 }
  for (const one of list) {
    all.waiting += one.waiting
    all.risk += one.risk
    all.held += one.held
    all.senior += one.senior
    all.arrived += one.arrived
    all.decided += one.decided
    if (one.oldest && earlier(all.oldest, one.oldest) === one.oldest && one.oldest !== all.oldest) {
      all.oldest = one.oldest
      all.oldestIn = one.queue
    }
  }
  return all
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (!a || !b) return a ?? b
  return Date.parse(b) < Date.parse(a) ? b : a
}
