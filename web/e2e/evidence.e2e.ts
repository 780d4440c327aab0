// A call from what its cloud tells to what the cloud is asked for: evidence on the desk, kicked by key, lifted by key, growing while it is looked at, acted on by policy and undone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Room } from './cloud'
import { type Visitor, World, until } from './world'

const world = new World()
let lin: Visitor
let room: Room

beforeAll(async () => {
  await world.start()
  lin = await world.visitor()
  await lin.logIn('lin')
  await lin.prefer({ undoSeconds: 1, breakMinutes: 0 })
  room = new Room(world.cloud, world.base, '43677571680222', 'bq032604', Date.now() - 240_000)
})

afterAll(async () => {
  await world.stop()
})

/** settle waits until a case is in hand and has been on screen long enough for a key to decide it. */
async function settle(visitor: Visitor) {
  await visitor.page.getByText(/^C-\d+$/).first().waitFor()
  await visitor.page.getByRole('region', { name: '通话经过' }).waitFor()
  await visitor.page.waitForTimeout(400)
}

const way = () => lin.page.getByRole('region', { name: '通话经过' })
const panel = () => lin.page.getByRole('complementary', { name: '通话双方' })
const kicked = (uid: number) => world.cloud.asks('POST', '/kicklist/members').filter(({ query }) => query.get('uid') === String(uid))
const letBack = (uid: number) => world.cloud.asks('DELETE', '/kicklist/members').filter(({ query }) => query.get('uid') === String(uid))

describe('a call', () => {
  it('shows what was seen and heard, when, and of whom', async () => {
    await room.starts()
    await room.joins(2, 1111, 'u-caller')
    await room.joins(9, 2222, 'u-callee')
    await room.leaves(100, 2222, 'u-callee')
    await room.hears(61, 1111, '平台抽成太高，我们加微信聊', { words: ['加微信'] })
    await room.hears(61, 1111, '平台抽成太高，我们加微信聊', { words: ['加微信'] }) // told twice
    await room.sees(78, 1111, 'shot.png')
    await room.sees(90, 1111, 'expired.png', { label: 4711, level: 3 })
    await lin.go('/review/evidence')
    await settle(lin)
    await until('the way of the call is whole', async () => (await way().getByRole('listitem').count()) === 7)
    expect((await way().getByRole('listitem').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringContaining('通话开始'), expect.stringContaining('u-caller 进入通话'), expect.stringContaining('u-callee 进入通话'),
      expect.stringMatching(/广告 · 确定 · 93%.*我们加微信聊.*云端：不通过/), expect.stringContaining('色情 · 确定 · 98%'), expect.stringContaining('标签 4711 · 级别 3'), expect.stringContaining('u-callee 离开通话'),
    ])
    expect(await way().locator('mark').allInnerTexts()).toEqual(['加微信'])
    await way().getByText('原地址已失效，没有存下').waitFor()
    await panel().getByText('UID 2222').waitFor()
    expect(lin.complaints).toEqual([])
  })

  it('keeps its pictures veiled, and writes down who opens one', async () => {
    const opened = async () => (await world.visitorOf('admin')).call('GET', '/audit?action=evidence.view')
    expect((await opened()).data.items).toEqual([])
    await lin.page.keyboard.down('KeyV')
    await until('the view is in the audit log', async () => (await opened()).data.items.length === 1)
    await lin.page.keyboard.up('KeyV')
  })

  it('grows below what is on the screen', async () => {
    const first = way().getByText('平台抽成太高')
    const before = await first.boundingBox()
    await room.hears(30, 1111, '早一点的话，晚一点到', { label: 600, level: 1 })
    await lin.page.getByText('新到 1 条证据', { exact: true }).waitFor()
    expect(await first.boundingBox()).toEqual(before)
    expect(await way().getByRole('listitem').last().innerText()).toContain('早一点的话')
  })

  it('is kicked out of by one key, for as long as is chosen', async () => {
    const { page } = lin
    await page.getByRole('button', { name: /踢出 1 天/ }).waitFor() // as the ladder has it for what the cloud suspects
    for (let n = 0; n < 2; n++) await page.keyboard.press('BracketLeft')
    await page.getByRole('button', { name: /踢出 30 分钟/ }).waitFor()
    await page.keyboard.press('KeyX')
    await page.keyboard.press('KeyR')
    await page.getByText('这个队列已审完').waitFor()
    await until('the cloud is told', () => kicked(1111).length > 0)
    expect([...(kicked(1111)[0]?.query ?? [])]).toEqual([['cname', 'bq032604'], ['uid', '1111']])
    await until('both sides are told', () => world.cloud.messages(400).length > 0)
    expect(world.cloud.messages(400)[0]?.to.toSorted()).toEqual(['u-callee', 'u-caller'])
    const { data } = await lin.call('GET', '/sanctions?app=live&user_id=u-caller')
    expect((Date.parse(data.items[0].ends_at) - Date.parse(data.items[0].starts_at)) / 60_000).toBe(30)
    expect((await lin.call('GET', `/cases/${data.items[0].case_id}`)).data.decisions[0]).toMatchObject({ verdict: 'porn', memo: '证据：第 2 条' })
  })

  it('is let back into by one key, from the next case of the same user', async () => {
    const { page } = lin
    const next = new Room(world.cloud, world.base, '43677571680333', 'bq032605', Date.now() - 60_000)
    await next.starts()
    await next.joins(1, 1111, 'u-caller')
    await next.hears(20, 1111, '又来了')
    await settle(lin)
    await panel().getByText('踢出通话生效中').waitFor()
    await page.keyboard.press('KeyO')
    const dialog = page.getByRole('dialog', { name: '解除处罚' })
    await dialog.getByText('通话云会允许他重新进入这个通话').waitFor()
    await page.keyboard.type('误判')
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await until('the cloud lets him back', () => letBack(1111).length > 0)
    await until('he is told', () => world.cloud.messages(3000).length > 0)
    expect(world.cloud.messages(3000)[0]).toMatchObject({ to: ['u-caller'], data: { channelName: 'bq032604', uid: 1111 } })
    await until('it binds no more', async () => (await panel().getByText('踢出通话生效中').count()) === 0)
    await page.keyboard.press('KeyA')
    await page.getByText('这个队列已审完').waitFor()
    expect(lin.complaints).toEqual([])
  })
})

describe('a policy', () => {
  it('is set for a label and a level, and what it did is undone', async () => {
    const admin = await world.visitorOf('admin')
    const { page } = admin
    await admin.go('/calls')
    await page.getByLabel('色情，确定').selectOption({ label: '踢出 30 分钟' })
    await page.getByLabel('证据保留天数').fill('90')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').waitFor()
    expect((await admin.call('GET', '/apps/live/evidence')).data).toMatchObject({ actions: [{ label: 100, level: 2, do: 'kick', minutes: 30 }], keep_days: 90 })

    await room.joins(200, 3333, 'u-third')
    await room.sees(201, 3333, 'at-once.png')
    await until('the cloud is told at once', () => kicked(3333).length > 0)
    const { data } = await lin.call('GET', '/sanctions?app=live&user_id=u-third')
    await lin.go(`/cases/${data.items[0].case_id}`)
    await lin.page.getByText('策略已自动处置：踢出通话 30 分钟').waitFor()
    await lin.page.keyboard.press('KeyO')
    await lin.page.getByRole('dialog', { name: '解除处罚' }).waitFor()
    await lin.page.keyboard.press('Control+Enter')
    await until('the cloud lets him back', () => letBack(3333).length > 0)
    await lin.page.getByText('已解除').first().waitFor()
    expect([...lin.complaints, ...admin.complaints]).toEqual([])
  })
})

describe('a large call', () => {
  it('stays in the window with sixty pieces and twenty people', async () => {
    const full = new Room(world.cloud, world.base, '43677571680444', '很长的频道名'.repeat(12), Date.now() - 600_000)
    await full.starts()
    for (let n = 0; n < 20; n++) await full.joins(n, 9000 + n, n === 3 ? '名字很长'.repeat(9) : n === 4 ? '\u202Egnp.exe' : `u-${n}`)
    for (let n = 0; n < 60; n++) await full.hears(20 + n * 5, 9003, n === 5 ? 'x'.repeat(4000) : `第 ${n} 句`, { key: `k${n}` })
    await lin.go('/review/evidence')
    for (const width of [1024, 1240, 1920]) {
      await lin.page.setViewportSize({ width, height: 900 })
      await settle(lin)
      const over = await lin.page.evaluate(() => [document.documentElement, ...document.querySelectorAll('main [role=region], main aside, main section')].map((box) => box.scrollWidth - box.clientWidth))
      expect(Math.max(...over), `at ${width} px`).toBeLessThanOrEqual(0)
    }
    expect(lin.complaints).toEqual([])
  })
})
