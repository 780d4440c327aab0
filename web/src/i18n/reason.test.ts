import { expect, test } from 'vitest'
import { reasonOf } from './reason'

test('a reason is taken to parts', () => {
  expect(reasonOf('base: ad "加微信" by pinyin (0.95): not sure enough to deny')).toEqual({ source: 'base', label: 'ad', what: '加微信', lane: 'pinyin', sure: '0.95', turns: ['not sure enough to deny'] })
  expect(reasonOf('model: violation (0.98)')).toEqual({ source: 'model', label: 'violation', what: '', lane: '', sure: '0.98', turns: [] })
  expect(reasonOf('词：表 1: ad "x: \\"y\\" (0.95)" (1.00): a protected sender')).toEqual({ source: '词：表 1', label: 'ad', what: 'x: "y" (0.95)', lane: '', sure: '1.00', turns: ['a protected sender'] })
})

test('what is written otherwise is no reason of this form', () => {
  expect(reasonOf('a system message')).toBeNull()
  expect(reasonOf('')).toBeNull()
})
