import { expect, test } from 'vitest'
import { newPassword } from './password'

test('passwords are long, readable on paper and never the same', () => {
  const made = Array.from({ length: 200 }, () => newPassword())
  expect(new Set(made).size).toBe(200)
  for (const one of made) expect(one).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/)
})
