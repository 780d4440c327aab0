import { expect, test } from 'vitest'
import { changed, localOf, utcOf } from './filters'

test('an address has no empty parts', () => {
  expect(changed({ text: 'a', app: 'live' }, { text: '', user_id: '1' })).toEqual({ app: 'live', user_id: '1' })
  expect(changed({ text: 'a' }, { text: undefined })).toEqual({})
})

test('a field of local time and the address agree, and a broken address breaks nothing', () => {
  const utc = '2025-03-04T05:06:00.000Z'
  expect(utcOf(localOf(utc))).toBe(utc)
  expect(localOf('yesterday')).toBe('')
  expect(utcOf('')).toBe('')
})
