// The party at the console: what gifts cost, what users have, whom they called – and what the party's own users saw of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Visitor, World, until } from './world'

const world = new World()
let chen: Visitor

/** hold presses a button for as long as it asks for. */
async function hold(name: string) {
  await chen.page.getByRole('button', { name }).focus()
  await chen.page.keyboard.down('Enter')
  await chen.page.waitForTimeout(800)
  await chen.page.keyboard.up('Enter')
}

/** has is how many coins a user finds in his wallet. */
const has = async (user: string) => (await world.party.client(user, 'wallet/get')).cloudCoin as number

/** cells are the texts of a row of the statement. */
const cells = (text: string) => chen.page.getByRole('table', { name: '流水' }).getByRole('row').filter({ hasText: text }).first()

beforeAll(async () => {
  await world.start()
  chen = await world.visitor()
  await chen.logIn('chen')
  for (const user of ['ann', 'ben']) {
    await world.party.register(user)
    await world.party.client(user, 'user/reporter')
  }
})

afterAll(async () => {
  await world.stop()
})

describe('the party', () => {
  it('sells a gift at the price that was set, and a new one', async () => {
    await chen.go('/party')
    await chen.page.getByText('还没有设置过，正在用默认礼物').waitFor()
    await chen.page.getByLabel('荧光棒：价格').fill('30')
    await chen.page.getByRole('button', { name: '火箭：上移' }).press('Enter')
    await chen.page.getByRole('switch').nth(1).click()
    await chen.page.getByRole('button', { name: '添加礼物' }).click()
    await chen.page.keyboard.type('城堡')
    await chen.page.getByText('有填错的地方').waitFor()
    await chen.page.getByLabel('城堡：价格').fill('5000')
    await chen.page.getByText('新增 1 · 改价 1 · 上下架 1 · 调整顺序').waitFor()
    await chen.page.getByRole('button', { name: '保存', exact: true }).click()
    await chen.page.getByText('已保存，立即生效。').waitFor()
    expect(await world.party.client('ann', 'gift/list')).toEqual([
      { giftId: 1, giftName: '荧光棒', cloudCoin: 30 }, { giftId: 4, giftName: '火箭', cloudCoin: 999 }, { giftId: 3, giftName: '跑车', cloudCoin: 199 }, { giftId: 5, giftName: '城堡', cloudCoin: 5000 },
    ])
    expect(chen.complaints).toEqual([])
  })

  it('lets nobody write over a catalogue that somebody else has changed unseen', async () => {
    await chen.page.getByLabel('荧光棒：价格').fill('31')
    const { data } = await chen.call('GET', '/apps/live/gifts')
    await chen.call('PUT', '/apps/live/gifts', { version: data.version, gifts: data.gifts.map((gift: { id: number }) => (gift.id === 5 ? { ...gift, name: '大城堡' } : gift)) })
    await chen.page.getByRole('button', { name: '保存', exact: true }).click()
    await chen.page.getByText('chen 刚改过礼物目录').waitFor()
    await chen.page.getByRole('button', { name: '改用对方的版本' }).click()
    await chen.page.getByLabel('大城堡：名称').waitFor()
    expect(await chen.page.getByLabel('荧光棒：价格').inputValue()).toBe('30')
    expect((await chen.call('GET', '/apps/live/gifts')).data.version).toBe(2)
    expect(chen.complaints).toEqual([])
  })

  it('credits a user, who gives; shows both; and gives it back', async () => {
    await chen.page.getByRole('radio', { name: '钱包' }).click()
    await chen.page.getByLabel('用户 ID').fill('ann')
    await chen.page.keyboard.press('Enter')
    await chen.page.getByText('没有流水').waitFor()
    await chen.page.getByRole('button', { name: '入账', exact: true }).click()
    await chen.page.getByLabel('金额（币）').fill('100')
    await chen.page.getByLabel('原因').fill('活动补偿')
    await chen.page.getByText('0 → 100 币').waitFor()
    await hold('按住入账 100 币')
    await chen.page.getByText('已给 ann 入账 100 币，余额 100 币。').waitFor()
    expect(await cells('活动补偿').innerText()).toMatch(/入账[\s\S]*平台[\s\S]*\+100[\s\S]*100[\s\S]*chen/)
    expect(await has('ann')).toBe(100)

    await world.party.client('ann', 'user/reward', { giftId: 1, giftCount: 2, target: 'ben', requestId: 'r-1' })
    await world.party.client('ben', 'user/reward', { giftId: 1, giftCount: 1, target: 'ann', requestId: 'r-2' })
    await chen.page.reload()
    await cells('荧光棒×2').waitFor()
    expect(await cells('荧光棒×2').innerText()).toMatch(/打赏[\s\S]*ben[\s\S]*单价 30[\s\S]*−60[\s\S]*40[\s\S]*ann/)

    // Ben gave half of it back, so that he lacks it now.
    await cells('荧光棒×2').getByRole('button', { name: '退款' }).click()
    await chen.page.getByLabel('原因').fill('误送')
    await hold('按住退款 60 币')
    await chen.page.getByText('收礼人的余额不够退这一笔').waitFor()
    expect(await has('ann')).toBe(70)
    await chen.page.getByRole('radio', { name: '差额由平台补足' }).click()
    await hold('按住退款 60 币')
    await chen.page.getByText('已把 60 币退给 ann。 其中平台补了 30 币。').waitFor()
    await cells('荧光棒×2').getByText('已退款').waitFor()
    expect(await cells('误送').innerText()).toMatch(/退款[\s\S]*ben[\s\S]*\+60[\s\S]*130/)
    expect([await has('ann'), await has('ben')]).toEqual([130, 0])
    expect(chen.complaints).toEqual([])
  })

  it('shows how calls ended, and leads there from a user', async () => {
    const { callId } = await world.party.client('ann', 'call/invite', { callee: 'ben', callType: 2 })
    await world.party.client('ben', 'call/accept', { callId })
    await world.party.client('ben', 'call/hangup', { callId })
    await world.party.client('ben', 'call/reject', { callId: (await world.party.client('ann', 'call/invite', { callee: 'ben', callType: 1 })).callId })
    await chen.go('/users/ben?app=live')
    await chen.page.getByRole('link', { name: '通话记录' }).click()
    const rows = chen.page.getByRole('table', { name: '通话记录' }).getByRole('row')
    await until('two tickets', async () => (await rows.count()) === 3)
    expect(await rows.nth(1).innerText()).toMatch(/ann[\s\S]*ben[\s\S]*语音[\s\S]*已拒绝[\s\S]*被叫拒绝/)
    expect(await rows.nth(2).innerText()).toMatch(/视频[\s\S]*已完成[\s\S]*正常挂断/)
    expect(chen.complaints).toEqual([])
  })

  it('is read by those who may not change it', async () => {
    const lin = await world.visitor()
    await lin.logIn('lin')
    await lin.go('/party')
    await lin.page.getByText('只有主管和管理员能修改。').waitFor()
    expect(await lin.page.getByRole('main').getByRole('textbox').count()).toBe(0)
    expect(await lin.page.getByRole('radio', { name: '通话' }).count()).toBe(0)
    await lin.go('/party?part=wallets&user_id=ann')
    await lin.page.getByText('活动补偿').waitFor()
    expect(await lin.page.getByRole('button', { name: /^(入账|退款)$/ }).count()).toBe(0)
    expect(lin.complaints).toEqual([])
    await lin.context.close()
  })
})
