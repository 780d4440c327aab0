import { expect, test } from 'vitest'
import { pieces, placeOf } from './problems'

const faulty = (text: string, ...faults: [from: number, to: number][]) => pieces(text, faults.map(([from, to]) => ({ from, to, message: '' }))).map((piece) => (piece.faulty ? `[${piece.text}]` : piece.text)).join('')

test('faults are underlined where they are, and nothing of the text is lost', () => {
  expect(faulty('mesage.text == 1', [0, 6])).toBe('[mesage].text == 1')
  expect(faulty('a && b', [5, 6], [0, 1])).toBe('[a] && [b]')
  expect(faulty('abc', [0, 2], [1, 3])).toBe('[ab][c]')
  expect(faulty('a &&', [4, 4])).toBe('a &[&]')
  expect(faulty('a', [7, 9])).toBe('[a]')
  expect(faulty('', [0, 0])).toBe('')
})

test('places are counted as people count', () => {
  expect(placeOf('a ||\n微信😀x', 5)).toEqual({ line: 2, column: 1 })
  expect(placeOf('a ||\n微信😀x', 9)).toEqual({ line: 2, column: 4 })
})
