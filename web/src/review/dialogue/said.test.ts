import { expect, test } from 'vitest'
import { saidAt, tellSaid } from './said'

test('when something was said is read as apps write it', () => {
  expect(saidAt('1451312321')?.toISOString()).toBe('2015-12-28T14:18:41.000Z')
  expect(saidAt('1451312321000')?.toISOString()).toBe('2015-12-28T14:18:41.000Z')
  expect(saidAt('2026-03-01 04:05:06')?.getFullYear()).toBe(2026)
  expect(saidAt('昨天')).toBeNull()
  expect(tellSaid('昨天', undefined, 'zh')).toEqual({ time: '昨天' })
})

test('a new day is told once', () => {
  expect(tellSaid('1451312321', undefined, 'zh').day).toBeDefined()
  expect(tellSaid('1451312330', '1451312321', 'zh').day).toBeUndefined()
})
