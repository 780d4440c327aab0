import { expect, test } from 'vitest'
import { type Draft, bodyOf, whole } from './draft'

const draft: Draft = { set: { deny: '0.95' }, record: 'async', days: '14', detector: { url: 'https://models.example/look', token: '', timeout: '3000' } }

test('a token that is not typed is not sent, so that it stays', () => {
  expect(bodyOf(draft)).toEqual({ record: 'async', keep_days: 14, thresholds: { deny: 0.95 }, detector: { url: 'https://models.example/look', timeout_ms: 3000 } })
  expect(bodyOf({ ...draft, detector: { url: 'http://a', token: 't', timeout: '1' } })?.detector).toEqual({ url: 'http://a', token: 't', timeout_ms: 1 })
  expect(bodyOf({ ...draft, detector: null })).not.toHaveProperty('detector')
})

test('nothing is sent while something is wrong', () => {
  for (const wrong of [{ days: '0' }, { days: '4000' }, { set: { deny: '2' } }, { detector: { url: 'ftp://a', token: '', timeout: '1' } }, { detector: { url: 'http://a', token: '', timeout: '70000' } }]) expect(bodyOf({ ...draft, ...wrong })).toBeNull()
  expect(whole('007', 100)).toBeNull()
})
