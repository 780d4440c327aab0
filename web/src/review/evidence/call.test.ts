import { expect, test } from 'vitest'
import { type Call, type Item, arranged, entriesOf, isRiskyCall, isStirring, liftable, steady, worst } from './call'
import { markersOf, share, spanOf, ticksOf } from './timeline'

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString()
const ms = (second: number) => Date.parse(at(second))

function heard(n: number, second: number, text: string, label: Partial<Item['labels'][number]> = {}): Item {
  return {
    n, kind: 'audio', from: at(second), to: at(second), received_at: at(second), task_id: 't', data_id: text, status: 102, source: 'machine',
    labels: [{ label: 200, name: 'ad', verdict: 'ad', level: 1, rate: 0.5, sub_labels: [], ...label }], audio: { text, action: 'reject', asr: 'done', words: [], hits: [] },
  }
}

const accused = { uid: '1', user_id: 'a', accused: true, present: [{ from: at(0), to: at(90) }] }
const call: Call = {
  room: { channel_id: 'c', channel_name: 'r', started_at: at(0), ended_at: at(90) }, accused,
  people: [accused, { uid: '2', user_id: '', accused: false, present: [{ from: at(5), to: at(30) }] }], items: [heard(1, 20, '一'), heard(2, 40, '二')],
}

test('a call is told in the order of time, and its end once', () => {
  expect(entriesOf(call).map(({ key }) => key)).toEqual(['start', `in 1 ${at(0)}`, `in 2 ${at(5)}`, 'item 1', `out 2 ${at(30)}`, 'item 2', 'end'])
})

test('what comes later stands below, whenever it happened', () => {
  const shown = entriesOf(call).map(({ key }) => key)
  const later = entriesOf({ ...call, items: [...call.items, heard(4, 50, '四'), heard(3, 10, '三')] })
  expect(arranged(shown, later).map(({ key }) => key)).toEqual([...shown, 'item 3', 'item 4'])
})

test('while the pointer is busy no text grows', () => {
  const now = { ...call, items: [heard(1, 20, '一，后来听清了更多'), heard(2, 40, '二'), heard(3, 50, '三')] }
  expect(steady(call, now).items.map(({ audio }) => audio?.text)).toEqual(['一', '二', '三'])
})

test('what says most is in focus first, and a level that nobody knows says nothing', () => {
  expect(worst({ ...call, items: [heard(1, 1, '一', { level: 2 }), heard(2, 2, '二', { verdict: 'porn' }), heard(3, 3, '三', { verdict: 'porn', level: 2 }), heard(4, 4, '四', { level: 9 })] })?.n).toBe(3)
  expect(worst({ ...call, items: [heard(1, 1, '一', { level: 9 }), heard(2, 2, '二')] })?.n).toBe(2)
  expect(isRiskyCall({ risk: false, complaints: ['ad'] }, call)).toBe(false)
  expect(isRiskyCall({ risk: false, complaints: [] }, { ...call, items: [heard(1, 1, '一', { verdict: 'porn' })] })).toBe(true)
})

test('a call that is over stirs only for what is on its way', () => {
  expect(isStirring(call)).toBe(false)
  expect(isStirring({ ...call, room: { ...call.room, ended_at: undefined } })).toBe(true)
  expect(isStirring({ ...call, items: [{ ...heard(1, 1, '一'), kind: 'picture', audio: undefined, picture: { state: 'waiting' } }] })).toBe(true)
})

test('the lift key lifts the kick out of this call before all else', () => {
  const sanction = { id: 1, app: 'live', subject: { kind: 'user' as const, id: 'a' }, action: 'login_limit', module_type: 4, label: 'ad', in_force: true, final: false, author: '1', starts_at: at(0) }
  const kick = (id: number, place_id: string) => ({ ...sanction, id, action: 'kick_room', place_id })
  const binding = (...in_force: typeof sanction[]) => liftable({ ...call, accused: { ...accused, known: { risk: false, protected: false, history: { offences: {}, last: [] }, in_force } } })?.id
  expect([binding(sanction, kick(2, 'other'), kick(3, 'c')), binding(sanction, kick(2, 'other')), binding(sanction, { ...sanction, id: 5 }), binding()]).toEqual([3, 2, 5, undefined])
})

test('the line takes what is known, and goes on to now only while something is heard', () => {
  expect(spanOf(call, ms(500))).toEqual({ from: ms(0), to: ms(90), open: false })
  const open = { ...call, room: { ...call.room, ended_at: undefined } }
  expect(spanOf(open, ms(200)).to).toBe(ms(200))
  expect(spanOf(open, ms(5000))).toEqual({ from: ms(0), to: ms(90), open: true })
  const moment = { ...call, room: { channel_id: 'c', channel_name: '' }, people: [], items: [heard(1, 7, '一')] }
  expect(spanOf(moment, ms(5000))).toEqual({ from: ms(7), to: ms(17), open: true })
})

test('evidence that lies close together is one mark', () => {
  const span = spanOf(call, 0)
  expect(share(span, ms(45))).toBe(0.5)
  expect(markersOf([heard(3, 43, '三'), heard(1, 20, '一'), heard(2, 40, '二')], span).map(({ items }) => items.map(({ n }) => n))).toEqual([[1], [2, 3]])
  expect(ticksOf(span)).toEqual([0, 30_000, 60_000, 90_000])
  expect(ticksOf({ from: 0, to: 40 * 86_400_000, open: false }).length).toBeLessThanOrEqual(7)
})
