// Live messages and what decides about them: what is changed at the console counts for the next message, and is seen before it counts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Visitor, World, until } from './world'

const world = new World()
let chen: Visitor

const passed = 1001
const denied = 1002

beforeAll(async () => {
  await world.start()
  chen = await world.visitor()
  await chen.logIn('admin')
  await chen.call('PUT', '/words/lists', { name: '引流' })
  for (let n = 1; n <= 12; n++) await world.say(`第 ${n} 位观众向主播问好，今晚也来听歌`, `u${n}`)
})

afterAll(async () => {
  await world.stop()
})

describe('live messages', () => {
  it('tries a word first, and has it bite within a second of being added', async () => {
    const text = '家人们看我主页彩蛋星球，懂的都懂'
    expect((await world.say(text)).code).toBe(passed)
    await chen.go('/words')
    await chen.page.getByLabel('新词').fill('彩蛋星球')
    await chen.page.getByLabel('处置').last().selectOption('deny')
    await chen.page.getByRole('button', { name: '先试' }).click()
    await chen.page.getByRole('button', { name: '试一遍' }).click()
    await chen.page.getByRole('radio', { name: /1 ?将被拦截/ }).waitFor()
    await chen.page.getByRole('list', { name: '例子' }).getByText(text).waitFor()
    await chen.page.getByRole('button', { name: '加入词表' }).click()
    await chen.page.getByText('已加入“彩蛋星球”').waitFor()
    const added = Date.now()
    await until('the word bites', async () => (await world.say('彩 蛋 星 球，来看看')).code === denied, 5000)
    expect(Date.now() - added).toBeLessThan(1000)
    expect(chen.complaints).toEqual([])
  })

  it('writes a rule, sees what its shadow would have done, and lets it count', async () => {
    await chen.go('/rules/new')
    await chen.page.getByLabel('名称').fill('向主播问好')
    const condition = chen.page.getByLabel('条件', { exact: true })
    await condition.fill('mesage.length > 3')
    await chen.page.getByText('没有“mesage”这个变量或函数').waitFor()
    await condition.fill('message.text.has("向主播问好") && ')
    await chen.page.getByRole('button', { name: /^message\.length/ }).click()
    await chen.page.keyboard.type(' > 3')
    await chen.page.getByText('写法正确').waitFor()
    await chen.page.getByLabel('命中后').selectOption('deny')
    await chen.page.getByRole('button', { name: '先试后存' }).or(chen.page.getByRole('radio', { name: '先试后存' })).click()
    await chen.page.getByRole('button', { name: '试一遍' }).click()
    await chen.page.getByRole('radio', { name: /12 ?将被拦截/ }).waitFor()
    await chen.page.getByRole('button', { name: '新建', exact: true }).click()
    await chen.page.getByRole('button', { name: '影子', exact: true }).click()
    await chen.page.getByText('只记录会怎么做，不影响任何消息').waitFor()
    const said = '第 13 位观众向主播问好'
    await until('the shadow notes it', async () => {
      expect((await world.say(said)).code).toBe(passed)
      return ((await chen.call('GET', '/rules')).data.items[0].shadow_today as number) > 0
    })
    await chen.page.getByRole('radio', { name: '结果' }).click()
    await chen.page.getByRole('button', { name: '查看命中的消息' }).click()
    await chen.page.getByRole('list', { name: '命中的消息' }).getByText(said).first().waitFor()
    await chen.page.getByRole('button', { name: '生效', exact: true }).click()
    await chen.page.getByRole('button', { name: '按住生效' }).focus()
    await chen.page.keyboard.down('Enter')
    await chen.page.waitForTimeout(800)
    await chen.page.keyboard.up('Enter')
    await chen.page.getByText('参与判定，处置命中的消息').waitFor()
    await until('the rule counts', async () => (await world.say(said)).code === denied, 5000)
    expect(chen.complaints).toEqual([])
  })

  it('lets nobody write over what somebody else has changed unseen', async () => {
    const [rule] = (await chen.call('GET', '/rules')).data.items
    await chen.go(`/rules/${rule.id}`)
    await chen.page.getByLabel('备注').fill('我的备注')
    await chen.call('PUT', `/rules/${rule.id}`, { name: rule.name, note: '别人的备注', expression: rule.expression, effect: rule.effect, state: 'shadow', version: rule.version })
    await chen.page.getByText('刚改过这条规则').waitFor({ timeout: 30_000 })
    await chen.page.getByRole('button', { name: '用我的覆盖' }).click()
    await chen.page.getByRole('button', { name: '保存', exact: true }).click()
    await until('mine is kept', async () => (await chen.call('GET', `/rules/${rule.id}`)).data.note === '我的备注')
  })
})
