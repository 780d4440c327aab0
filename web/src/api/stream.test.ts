import { afterEach, expect, test, vi } from 'vitest'
import { Problem } from './client'
import { linesOf, stream } from './stream'

const bytes = new TextEncoder()

function answer(...pieces: Uint8Array[]): Response {
  return new Response(new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  }))
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = []
  for await (const item of items) got.push(item)
  return got
}

afterEach(() => vi.unstubAllGlobals())

test('lines are cut at their ends, not where the network cut them', async () => {
  const whole = bytes.encode('{"text":"微信"}\n\n{"read":2}')
  expect(await all(linesOf(answer(...Array.from(whole, (byte) => new Uint8Array([byte])))))).toEqual(['{"text":"微信"}', '{"read":2}'])
  expect(await all(linesOf(answer()))).toEqual([])
})

test('work that fails after it began says so', async () => {
  vi.stubGlobal('fetch', async () => answer(bytes.encode('{"read":1}\n{"title":"Internal","status":500,"code":"internal"}\n')))
  const got: unknown[] = []
  const reading = (async () => {
    for await (const item of stream('/replays', {}, new AbortController().signal)) got.push(item)
  })()
  await expect(reading).rejects.toMatchObject({ status: 500, code: 'internal' })
  expect(got).toEqual([{ read: 1 }])
})

test('a refusal is a problem, and silence is one too', async () => {
  vi.stubGlobal('fetch', async () => new Response('{"title":"Not found","status":404,"code":"unknown_app"}', { status: 404 }))
  await expect(all(stream('/replays', {}, new AbortController().signal))).rejects.toBeInstanceOf(Problem)
  vi.stubGlobal('fetch', async () => { throw new TypeError('Failed to fetch') })
  await expect(all(stream('/replays', {}, new AbortController().signal))).rejects.toMatchObject({ status: 0 })
})
