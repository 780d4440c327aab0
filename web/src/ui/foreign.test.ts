import { expect, test } from 'vitest'
import { inSentence } from './foreign'

test('what others wrote turns no sentence around and fills none', () => {
  expect(inSentence('\u202Egnp.exe\u2066')).toBe('gnp.exe')
  expect(inSentence('x'.repeat(10_000)).length).toBe(41)
  expect(inSentence('مرحبا')).toBe('مرحبا')
})
