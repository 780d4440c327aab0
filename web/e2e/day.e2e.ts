// A day at the console: what reviewers, supervisors and operators do, by keyboard, in Chromium, against the real program – and what the business platform saw of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Visitor, World, until } from './world'

const world = new World()
let lin: Visitor

/** say files a report of one message in the hall. */
async function say(n: number, text: string, complaint = 'ad') {
  return world.report({ mod: 11, reporter: `r${n}`, accused: `u${n}`, complaints: [complaint], memo: '请处理', messages: [{ type: 'text', id: `m${n}`, sender_id: `u${n}`, text }] })
}

/** inHand is the number of the case on screen. */
async function inHand(visitor: Visitor): Promise<number> {
  const name = await visitor.page.getByText(/^C-\d+$/).first().textContent({ timeout: 15_000 })
  return Number(name?.slice(2))
}

/** settle waits until the case is in hand and has been on screen long enough for a key to decide it. */
async function settle(visitor: Visitor, other?: number): Promise<number> {
  let id = 0
  await until('another case in hand', async () => (id = await inHand(visitor)) !== other)
  await visitor.page.waitForTimeout(350) // the guard against a double press is time on screen
  return id
}

beforeAll(async () => {
  await world.start()
  lin = await world.visitor()
  await lin.logIn('lin')
  await lin.prefer({ undoSeconds: 2 })
})

afterAll(async () => {
  await world.stop()
})

describe('a day at the console', () => {
  it('decides twenty messages by keyboard alone', async () => {
    const cases = new Map<number, number>()
    for (let n = 1; n <= 20; n++) cases.set(await say(n, `第 ${n} 条：加我微信，日结三百，名额不多`), n)
    await lin.go('/review/message')
    const punished: number[] = []
    let before = 0
    for (let i = 0; i < 20; i++) {
      const id = await settle(lin, before)
      const user = cases.get(id) ?? 0
      expect(user, `case ${id} is one of those that were filed`).toBeGreaterThan(0)
      cases.delete(id)
      if (i % 2 === 0) {
        await lin.page.keyboard.press('KeyA')
      } else {
        await lin.page.keyboard.press('Digit2')
        await lin.page.keyboard.press('Enter')
        punished.push(user)
      }
      before = id
    }
    await lin.page.getByText('这个队列已审完').waitFor()
    await until('the platform has carried out all of it', () => punished.every((n) => world.platform.about(`u${n}`).length >= 2) && world.platform.calls.filter((c) => c.path === '/pass').length === 10)
    for (const n of punished) {
      const calls = world.platform.about(`u${n}`).map((call) => call.path)
      expect(calls.filter((path) => path === `/silence/mt/1/uid/u${n}`)).toHaveLength(1)
      expect(calls.filter((path) => path === '/res/del')).toHaveLength(1)
    }
    const keys = world.platform.calls.map((call) => call.key)
    expect(new Set(keys).size, 'nothing reached the platform twice').toBe(keys.length)
  })

  it('takes a decision back, and nothing of it leaves', async () => {
    await lin.prefer({ undoSeconds: 30 })
    await lin.go('/review/message')
    const id = await say(31, '代练上分，包赢')
    expect(await settle(lin)).toBe(id)
    await lin.page.keyboard.press('Digit2')
    await lin.page.keyboard.press('Enter')
    await lin.page.getByText('这个队列已审完').waitFor()
    await lin.page.keyboard.press('KeyZ')
    expect(await settle(lin)).toBe(id)
    await lin.page.keyboard.press('KeyA')
    await lin.page.getByText('这个队列已审完').waitFor()
    const story = await lin.call('GET', `/cases/${id}`)
    expect(story.data.decisions.map((d: { verdict: string }) => d.verdict)).toEqual(['ad', 'pass'])
    expect(world.platform.about('u31').map((call) => call.path)).toEqual([])
    await lin.prefer({ undoSeconds: 2 })
  })

  it('meets a conflict made by a second session', async () => {
    await lin.go('/review/message')
    const id = await say(32, '同一个人的第二个窗口')
    expect(await settle(lin)).toBe(id)
    const second = await world.visitor()
    await second.logIn('lin', '/console/overview')
    const { data } = await second.call('POST', '/cases/claim', { queue: 'message', limit: 1 })
    const decided = await second.call('POST', `/cases/${id}/decision`, { lease_token: data.cases[0].lease_token, verdict: 'pass' })
    expect(decided.status).toBe(200)
    await second.context.close()
    await lin.page.keyboard.press('Digit2')
    await lin.page.keyboard.press('Enter')
    await lin.page.getByText(/lin 已裁决此案/).first().waitFor()
    const story = await lin.call('GET', `/cases/${id}`)
    expect(story.data.decisions).toHaveLength(1)
    expect(lin.complaints).toEqual([])
  })

  it('decides an album batch by keyboard', async () => {
    const owners = new Map<number, string>()
    for (let n = 1; n <= 9; n++) {
      const owner = `p${n}`
      const id = await world.report({
        mod: 15, reporter: 'r1', accused: owner, complaints: ['porn'], profile: { owner_id: owner, name: `相册 ${n}` },
        messages: [{ type: 'picture', id: `pic${n}`, sender_id: owner, url: `${world.platform.base}/media/${n}.${n === 9 ? 'svg' : 'png'}` }],
      })
      owners.set(id, owner)
    }
    await lin.go('/review/album')
    await lin.page.getByText('9 张', { exact: true }).waitFor()
    await until('eight pictures are shown veiled or plain', async () => (await lin.page.locator('main img').count()) >= 8)
    await lin.page.getByText('不是能显示的图片').or(lin.page.getByText(/图片/)).first().waitFor()
    await lin.page.waitForTimeout(350)
    await lin.page.keyboard.press('Digit1') // the first
    await lin.page.keyboard.press('ArrowRight')
    await lin.page.keyboard.press('ArrowRight')
    await lin.page.keyboard.press('Space') // the third, with the same reason
    await lin.page.keyboard.press('Control+Enter')
    await lin.page.getByText('相册已审完').waitFor()
    const ids = [...owners.keys()]
    await until('the platform has heard of nine', () => [...owners.values()].every((owner) => world.platform.about(owner).length > 0 || world.platform.calls.filter((c) => c.path === '/pass').length >= 17))
    const verdicts = await Promise.all(ids.map(async (id) => (await lin.call('GET', `/cases/${id}`)).data.case.verdict as string))
    expect(verdicts.filter((v) => v === 'porn')).toHaveLength(2)
    expect(verdicts.filter((v) => v === 'pass')).toHaveLength(7)
    expect(lin.complaints).toEqual([])
  })

  it('lifts a mute', async () => {
    const chen = await world.visitor()
    await chen.logIn('chen', '/console/sanctions')
    await chen.page.getByRole('row', { name: /u2\b/ }).first().getByRole('button', { name: '解除' }).click()
    await chen.page.getByRole('button', { name: '确认解除' }).click()
    await until('the platform lets the user speak again', () => world.platform.about('u2').some((call) => call.path === '/openmouth/hall'))
    expect(chen.complaints).toEqual([])
    await chen.context.close()
  })

  it('resends a dead letter', async () => {
    world.platform.refuse = true
    await lin.go('/review/message')
    await say(33, '平台会拒绝这一条')
    await settle(lin)
    await lin.page.keyboard.press('Digit2')
    await lin.page.keyboard.press('Enter')
    const chen = await world.visitor()
    await chen.logIn('chen', '/console/deliveries?state=dead')
    await until('the deliveries are given up', async () => (await chen.call('GET', '/deliveries?state=dead')).data.items.length > 0, 60_000)
    world.platform.refuse = false
    await chen.page.reload()
    await chen.page.getByRole('button', { name: '按筛选重投' }).click()
    await chen.page.getByRole('button', { name: /^重投 \d+ 条/ }).click()
    await until('what was refused is carried out', () => world.platform.about('u33').length > 0)
    expect(chen.complaints).toEqual([])
    await chen.context.close()
  })
})
