import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Push } from './push'
import { Client } from './wire'

/** Wire is a WebSocket whose other end is the test. */
class Wire extends EventTarget {
  static all: Wire[] = []
  sent: unknown[] = []

  constructor(readonly address: string) {
    super()
    Wire.all.push(this)
  }

  send(text: string) { this.sent.push(JSON.parse(text)) }

  close() { this.end(1006) }

  say(...lines: unknown[]) {
    this.dispatchEvent(new MessageEvent('message', { data: lines.map((line) => JSON.stringify(line)).join('\n') }))
  }

  end(code: number) { this.dispatchEvent(new CloseEvent('close', { code })) }
}

const who = { me: 1, user: 'u1', name: '小满', icon: '', server: 'http://127.0.0.1:8080', appkey: 'key', token: 'secret' }
let told: [number, unknown][] = []
let linked: boolean[] = []
let cuts: number[] = []

function open(): Push {
  const push = new Push(new Client(who), { told: (type, data) => told.push([type, data]), linked: (yes) => linked.push(yes), cut: (code) => cuts.push(code) })
  push.open()
  return push
}

function last(): Wire {
  const wire = Wire.all.at(-1)
  if (!wire) throw new Error('nobody connected')
  return wire
}

/** welcome lets the last connection in. */
function welcome(stream: unknown = { epoch: 'e', offset: 7 }): Wire {
  const wire = last()
  wire.dispatchEvent(new Event('open'))
  wire.say({ id: 1, connect: { data: { inbox: 'inbox:party/u1' }, subs: { 'inbox:party/u1': stream } } })
  return wire
}

const message = (offset: number) => ({ push: { channel: 'inbox:party/u1', pub: { data: { type: 1101, data: { n: offset } }, offset } } })

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
  Wire.all = []
  told = []
  linked = []
  cuts = []
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('it says who it is, is told, and answers pings', () => {
  open()
  const wire = welcome()
  expect(wire.address).toBe('ws://127.0.0.1:8080/push/websocket')
  expect(wire.sent[0]).toMatchObject({ id: 1, connect: { data: { appkey: 'key', user: 'u1', token: 'secret' } } })
  wire.say({}, message(8), { push: { channel: 'presence:party/u2', pub: { data: { type: 1101, data: 'of another channel' } } } })
  expect(wire.sent[1]).toEqual({})
  expect(told).toEqual([[1101, { n: 8 }]])
  expect(linked).toEqual([true])
})

test('after a break it takes up what it missed, once', () => {
  open()
  const first = welcome()
  first.say(message(8))
  first.end(1006)
  vi.advanceTimersByTime(300)
  const second = welcome({ epoch: 'e', offset: 10, publications: [{ data: { type: 1101, data: { n: 9 } }, offset: 9 }, { data: { type: 0 }, offset: 10 }] })
  expect(second.sent[0]).toMatchObject({ connect: { subs: { 'inbox:party/u1': { recover: true, offset: 8, epoch: 'e' } } } })
  expect(told.map(([type]) => type)).toEqual([1101, 1101, 0])
  expect(linked).toEqual([true, false, true])
  second.end(1006)
  vi.advanceTimersByTime(300)
  expect(welcome().sent[0]).toMatchObject({ connect: { subs: { 'inbox:party/u1': { offset: 10 } } } })
})

test('who is cut for good does not come back', () => {
  open()
  welcome().end(3503)
  vi.advanceTimersByTime(60_000)
  expect(cuts).toEqual([3503])
  expect(Wire.all).toHaveLength(1)
})

test('silence is a break; closing is none', () => {
  const push = open()
  welcome()
  vi.advanceTimersByTime(36_000)
  expect(linked).toEqual([true, false])
  expect(Wire.all).toHaveLength(2)
  push.close()
  vi.advanceTimersByTime(60_000)
  expect(Wire.all).toHaveLength(2)
  expect(cuts).toEqual([])
})
