import { expect, test } from 'vitest'
import { added, changesOf, giftsOf, isExact, moved, rowsOf, whole, wrongOf } from './draft'

const stored = [{ id: 1, name: '荧光棒', price: 9 }, { id: 2, name: '跑车', price: 199, off: true }, { id: 5, name: '火箭', price: 999 }]

test('what is not touched is sent as it was, and counts as no change', () => {
  expect(giftsOf(rowsOf(stored))).toEqual(stored)
  expect(changesOf(stored, rowsOf(stored))).toEqual([])
})

test('each sort of change is counted', () => {
  const [stick, car] = rowsOf(stored)
  const rows = added([{ ...car!, price: '200', off: false }, { ...stick!, name: ' 荧光 ' }], 'new')
  expect(changesOf(stored, rows)).toEqual([['added', 1], ['removed', 1], ['renamed', 1], ['priced', 1], ['switched', 1], ['moved', 1]])
  expect(giftsOf(rows)).toBeNull() // the new one has no name and no price yet
  expect(giftsOf(rows.map((row) => (row.fresh ? { ...row, name: ' 城堡', price: '5000' } : row)))).toEqual([{ id: 2, name: '跑车', price: 200 }, { id: 1, name: '荧光', price: 9 }, { id: 3, name: '城堡', price: 5000 }])
})

test('a gift taken out and put in anew under its id is a new one', () => {
  const rows = [...rowsOf(stored).slice(0, 2), { key: 'new', fresh: true, id: '5', name: '火箭', price: '999', off: false }]
  expect(changesOf(stored, rows)).toEqual([['added', 1], ['removed', 1]])
})

test('what the server would refuse is said beside the field', () => {
  const rows = added(rowsOf(stored), 'new')
  const fresh = rows[3]!
  expect(fresh.id).toBe('6')
  expect(wrongOf(fresh, rows)).toEqual({ name: 'badName', price: 'badPrice' })
  expect(wrongOf({ ...fresh, id: '2', name: '城堡', price: '1' }, rows)).toEqual({ id: 'twiceID' })
  expect(wrongOf({ ...fresh, id: '0', name: '😀'.repeat(64), price: '1.5' }, rows)).toEqual({ id: 'badID', price: 'badPrice' })
  expect(wrongOf({ ...fresh, name: '😀'.repeat(65), price: '1' }, rows)).toEqual({ name: 'badName' })
})

test('coins are whole and exact', () => {
  expect([' 7 ', '007', '-1', '1e3', '', '9007199254740992'].map(whole)).toEqual([7, null, null, null, null, null])
  expect(isExact([{ id: 1, name: 'x', price: 2 ** 53 }])).toBe(false)
})

test('at an end nothing moves', () => {
  const rows = rowsOf(stored)
  const order = (all: typeof rows) => all.map((row) => row.id).join()
  expect(order(moved(rows, '1', -1))).toBe('1,2,5')
  expect(order(moved(rows, '1', 1))).toBe('2,1,5')
  expect(order(moved(rows, '5', -1))).toBe('1,5,2')
})
