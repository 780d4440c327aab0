// What a machine did is found again and undone; pictures are known again; a threshold is tried, saved and counts; a model comes into use and goes out of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { picture } from './picture'
import { type Visitor, World, until } from './world'

const world = new World()
let chen: Visitor

const passed = 1001
const denied = 1002

beforeAll(async () => {
  await world.start()
  chen = await world.visitor()
  await chen.logIn('admin')
  const list = await chen.call('PUT', '/words/lists', { name: '活动口令' })
  await chen.call('POST', `/words/lists/${list.data.id}/terms`, { terms: [{ text: '星河入梦', category: 'ad', action: 'deny' }] })
  await until('the word bites', async () => (await world.say('口令：星河入梦', 'u0')).code === denied, 5000)
})

afterAll(async () => {
  await world.stop()
})

async function hold(name: string | RegExp) {
  await chen.page.getByRole('button', { name }).focus()
  await chen.page.keyboard.down('Enter')
  await chen.page.waitForTimeout(800)
  await chen.page.keyboard.up('Enter')
}

describe('what machines do', () => {
  it('is found by its cause and undone with a count first', async () => {
    for (let n = 1; n <= 5; n++) expect((await world.say(`口令是星河入梦 ${n}`, `u${n}`)).code).toBe(denied)
    const before = (await chen.call('GET', '/reversals/preview?app=live&cause=list:1')).data.reversible as number
    await chen.go('/lines')
    await chen.page.getByLabel('来源').selectOption({ label: '词表 · 活动口令' })
    await chen.page.getByRole('row').filter({ hasText: '口令是星河入梦 5' }).click()
    const details = chen.page.getByRole('complementary', { name: '消息详情' })
    await details.getByText('星河入梦', { exact: true }).first().waitFor()
    await details.getByText('不会显示').waitFor()
    await chen.page.getByRole('button', { name: '撤销处理' }).click()
    await chen.page.getByText(`可撤销 ${before} 条`, { exact: true }).waitFor()
    await chen.page.getByLabel('撤销原因').fill('活动口令，误伤')
    await hold(/^按住撤销/)
    await chen.page.getByText('撤销完成').waitFor()
    await chen.page.keyboard.press('Escape')
    await chen.page.getByText('已撤销').first().waitFor()
    expect((await chen.call('GET', '/reversals/preview?app=live&cause=list:1')).data.reversible).toBe(0)
    expect(chen.complaints).toEqual([])
  })

  it('follow a threshold that was tried and saved', async () => {
    for (let n = 1; n <= 4; n++) expect((await world.say('今晚一起听歌呀', 'u20')).code).toBe(passed)
    await chen.go('/thresholds')
    await chen.page.getByRole('spinbutton', { name: '刷屏' }).fill('2')
    await chen.page.getByRole('button', { name: '试一遍' }).click()
    await chen.page.getByRole('radio', { name: /2 ?将被拦截/ }).waitFor()
    await chen.page.getByRole('button', { name: '保存', exact: true }).click()
    await chen.page.getByText('已保存，1 秒内').waitFor()
    await until('the flood is denied', async () => {
      const sender = `flood-${Date.now()}`
      const codes = []
      for (let n = 1; n <= 3; n++) codes.push((await world.say('主播看我一眼', sender)).code)
      return codes.join() === [passed, passed, denied].join()
    }, 5000)
    expect(chen.complaints).toEqual([])
  })

  it('know a picture again', async () => {
    const file = { name: 'banned.png', mimeType: 'image/png', buffer: picture('banned') }
    await chen.go('/pictures')
    await chen.page.getByRole('button', { name: '新建图库' }).click()
    await chen.page.getByLabel('名称').fill('违禁图')
    await chen.page.getByRole('button', { name: '新建', exact: true }).click()
    await chen.page.getByText('图库里还没有图片').waitFor()
    await chen.page.locator('input[type=file]').setInputFiles([file, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }])
    await chen.page.getByText('已加入 1 张').waitFor()
    await chen.page.getByText('notes.txt：不是支持的图片格式').waitFor()
    await chen.page.getByRole('link', { name: '试图台' }).click()
    await chen.page.locator('input[type=file]').setInputFiles({ ...file, name: 'again.png' })
    await chen.page.getByRole('row').filter({ hasText: '违禁图' }).getByText('0 / 31').waitFor()
    await chen.page.getByRole('region', { name: '处理结果' }).getByText('拦截', { exact: true }).waitFor()
    expect(chen.complaints).toEqual([])
  })

  it('are models that come into use and go out of it', async () => {
    world.train()
    await chen.go('/models')
    await chen.page.getByRole('img', { name: /^查准与查全/ }).waitFor()
    await chen.page.getByText('目前没有使用中的模型').waitFor()
    await hold('按住装上 v1')
    await chen.page.getByText('v1 已装上').waitFor()
    await chen.page.getByRole('button', { name: '回退' }).click()
    await hold('按住回退')
    await chen.page.getByText('已回退：现在不使用模型。').waitFor()
    expect((await chen.call('GET', '/models')).data.items[0].state).toBe('kept')
    expect(chen.complaints).toEqual([])
  })
})
