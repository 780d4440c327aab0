import { expect, test } from 'vitest'
import { parts } from './parts'

test('a plain list is cut anywhere between lines, and nothing of it is lost', () => {
  const cut = parts('\uFEFF一\n# 二\n三\n四\n五\n', 2)
  expect(cut.map((part) => part.lines)).toEqual([2, 2, 1])
  expect(cut.map((part) => part.text).join('')).toBe('一\n# 二\n三\n四\n五\n')
  expect(parts('a "b\nc', 1)).toHaveLength(2)
  expect(parts('', 2)).toEqual([])
})

test('every piece of a table says what its columns are', () => {
  expect(parts('词条,备注\r\n加微信,a\r\n日结,b\r\n', 1).map((part) => part.text)).toEqual(['词条,备注\r\n加微信,a\r\n', '词条,备注\r\n日结,b\r\n'])
})

test('a cell with a line end in it is not cut', () => {
  expect(parts('"Text",note\na,"x\ny"\nb,z\n', 1).map((part) => part.lines)).toEqual([2, 1])
})
