import { expect, test } from 'vitest'
import { neighbours } from './around'
import type { Line, LineQuery } from './line'

const line = (id: number) => ({ data_id: String(id), app: 'live', at: new Date(id * 1000).toISOString(), room_id: 'r', user_id: 'u' }) as Line

test('what was said around a line comes in its order, without the line itself', async () => {
  const asked: LineQuery[] = []
  const find = async (query: LineQuery) => {
    asked.push(query)
    const [from, to] = [Date.parse(query.from ?? '') / 1000, Date.parse(query.to ?? '') / 1000]
    const all = Array.from({ length: 200 }, (_, i) => line(i)).filter((one) => Number(one.data_id) >= from && Number(one.data_id) < to)
    return { items: all.toReversed().slice(0, query.limit) }
  }
  const { before, after } = await neighbours(line(100), 'user', find)
  expect(before.map((one) => one.data_id)).toEqual(['94', '95', '96', '97', '98', '99'])
  expect(after.map((one) => one.data_id)).toEqual(['101', '102', '103', '104', '105', '106'])
  expect(asked.every((query) => query.user_id === 'u' && query.room_id === undefined && query.app === 'live')).toBe(true)
})
