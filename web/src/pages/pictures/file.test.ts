import { expect, test } from 'vitest'
import { base64, cells, most, refusalOf } from './file'

test('what is no picture, or too large, is not sent', () => {
  expect(refusalOf({ type: 'image/png', size: most })).toBeNull()
  expect(refusalOf({ type: 'image/png', size: most + 1 })).toBe('large')
  expect(refusalOf({ type: 'image/png', size: 0 })).toBe('empty')
  expect(refusalOf({ type: 'image/svg+xml', size: 10 })).toBe('kind')
  expect(refusalOf({ type: '', size: 10 })).toBe('kind')
})

test('a file is sent without the head of its address', async () => {
  expect(await base64(new Blob([new Uint8Array([0, 255, 16])], { type: 'image/png' }))).toBe('AP8Q')
})

test('a hash is drawn bit by bit', () => {
  expect(cells('8001' + '0'.repeat(60))).toEqual([[0, 0], [15, 0]])
  expect(cells('f'.repeat(64))).toHaveLength(256)
  expect(cells('xyz')).toEqual([])
})
