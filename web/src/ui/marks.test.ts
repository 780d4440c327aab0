import { expect, test } from 'vitest'
import { type Hit, parts } from './marks'

const hit = (from: number, to: number): Hit => ({ from, to, term: `${from}`, list: 'base', label: 'ad' })
const shown = (text: string, hits: Hit[]) => parts(text, hits).map((part) => (part.hits.length > 0 ? `[${part.text}]` : part.text))

test('a text is cut at its hits, in UTF-16 units', () => {
  expect(shown('😀加微信,好', [hit(2, 5)])).toEqual(['😀', '[加微信]', ',好'])
  expect(shown('加微信', [hit(0, 3)])).toEqual(['[加微信]'])
  expect(shown('好的', [])).toEqual(['好的'])
})

test('hits that overlap or touch are marked once', () => {
  expect(shown('abcdefgh', [hit(4, 6), hit(0, 3), hit(1, 2), hit(6, 7)])).toEqual(['[abc]', 'd', '[efg]', 'h'])
  expect(parts('abcdef', [hit(1, 4), hit(2, 5)])[1]?.hits).toHaveLength(2)
})

test('what lies outside the text is left out', () => {
  expect(shown('abc', [hit(-1, 2), hit(2, 9), hit(1, 1), hit(1, 2)])).toEqual(['a', '[b]', 'c'])
})
