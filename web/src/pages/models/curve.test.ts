import { expect, test } from 'vitest'
import { box, nearest, pathOf, percent, x, y } from './curve'

const points = [{ threshold: 0.9, precision: 1, recall: 0.1, flagged: 0 }, { threshold: 0.5, precision: 0.8, recall: 0.6, flagged: 0.01 }, { threshold: 0.1, precision: 0.4, recall: 1, flagged: 0.2 }]

test('the curve stays inside its axes', () => {
  expect([x(0), x(1), y(0), y(1)]).toEqual([box.left, box.width - box.right, box.height - box.bottom, box.top])
  expect(pathOf(points)).toMatch(/^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){2}$/)
  expect(pathOf([])).toBe('')
})

test('the pointer finds the point below it', () => {
  expect(nearest(points, x(0.62) / box.width)).toBe(1)
  expect(nearest(points, 0)).toBe(0)
  expect(nearest(points, 1)).toBe(2)
})

test('small shares are told apart', () => {
  expect([0, 0.001, 0.0042, 0.1234, 0.5, 0.9996, 1].map(percent)).toEqual(['0%', '0.1%', '0.42%', '12.3%', '50%', '100%', '100%'])
})
