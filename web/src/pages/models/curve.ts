import type { Point } from './calls'

export const box = { left: 44, right: 20, top: 28, bottom: 48, width: 560, height: 340 }
const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom }

/** x and y place a share of violations that are found, and of flagged lines that are violations. */
export const x = (recall: number) => box.left + recall * inner.width
export const y = (precision: number) => box.top + (1 - precision) * inner.height

/** pathOf is the curve, from the strictest threshold on. */
export function pathOf(points: readonly Point[]): string {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.recall).toFixed(1)} ${y(point.precision).toFixed(1)}`).join('')
}

/** nearest is the point of the curve whose recall is closest to a place across the drawing, given from 0 to 1 of its width. */
export function nearest(points: readonly Point[], across: number): number {
  const recall = (across * box.width - box.left) / inner.width
  let best = 0
  for (let i = 1; i < points.length; i++) if (Math.abs((points[i]?.recall ?? 2) - recall) < Math.abs((points[best]?.recall ?? 2) - recall)) best = i
  return best
}

/** percent is a share, with as many digits as tell small ones apart. */
export function percent(share: number): string {
  const value = share * 100
  return `${value >= 99.95 ? 100 : value >= 10 || value === 0 ? Number(value.toFixed(1)) : Number(value.toFixed(2))}%`
}
