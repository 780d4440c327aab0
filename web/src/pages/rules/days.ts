import type { Results } from './calls'

const day = 86_400_000

const nameOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** daysBack is the first of so many days of UTC, today the last. */
export function daysBack(days: number, now = Date.now()): string {
  return nameOf(now - (days - 1) * day)
}

/** filled are all those days, also those on which nothing was hit. */
export function filled(known: Results['by_day'], days: number, now = Date.now()): Results['by_day'] {
  const first = Date.parse(daysBack(days, now))
  return Array.from({ length: days }, (_, i) => {
    const name = nameOf(first + i * day)
    const found = known.find((one) => one.day === name)
    return found ?? { day: name, hits: 0, shadow: 0, errors: 0 }
  })
}
