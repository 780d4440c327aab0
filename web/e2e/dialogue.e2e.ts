// A dialogue from its sealed report to its sealed verdict: handed over by the app, judged user by user by keyboard in Chromium, told to the app, appealed against.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Confidant, credential } from './confidant'
import { type Visitor, World, until } from './world'

const world = new World()
const app = new Confidant()
let lin: Visitor
let ticket = ''

beforeAll(async () => {
  await world.start()
  await app.start()
  lin = await world.visitor()
  await lin.logIn('lin')
  await lin.prefer({ undoSeconds: 2 })
})

afterAll(async () => {
  await world.stop()
  await app.stop()
})

/** settle waits until a case is in hand and has been on screen long enough for a key to decide it. */
async function settle(visitor: Visitor) {
  await visitor.page.getByText(/^C-\d+$/).first().waitFor()
  await visitor.page.waitForTimeout(400)
}

/** verdictOf is what stands beside a user's name in the panel. */
function verdictOf(visitor: Visitor, name: string) {
  return visitor.page.getByRole('complementary', { name: '用户' }).getByRole('button', { name })
}

describe('a dialogue', () => {
  it('is judged user by user, by keyboard alone', async () => {
    const media = `${world.platform.base}/media`
    ticket = await app.report(world.base, {
      report_id: 'r-1', uniqid: '1231221',
      report_evidence: { reason: '他们拉人进群', images: [`${media}/shot.png`] },
      users: { id_1: { name: '张三', avatar: `${media}/a.png`, sex: '男' }, id_2: { name: '李四', sex: 2 }, id_3: { name: '王五' } },
      infos: [
        { id: 'id_1', type: 'text', content: '快<b>加微信</b>，日结三百<script>top.hacked=1</script>', time: '1451312321' },
        { id: 'id_2', type: 'image', content: `${media}/b.png`, time: '1451312325' },
        { id: 1, type: 'video', content: `${media}/c.mp4`, time: '1451312327', tag: 'del' },
        { id: 'id_3', type: 'text', content: '不感兴趣', time: '1451312330' },
      ],
    })
    await lin.go('/review/dialogue')
    await settle(lin)
    const { page } = lin
    await page.getByText('他们拉人进群').waitFor()
    expect(await page.getByText('快加微信，日结三百').count()).toBe(1)
    await page.getByText('已在应用内删除').waitFor()
    await page.getByText('已判 0 / 3').waitFor()

    await page.keyboard.press('Control+Enter') // nobody is judged: nothing happens
    await page.keyboard.press('Digit1') // 张三: porn
    await page.keyboard.press('KeyE') // login limit
    await page.keyboard.press('BracketRight') // a day → three
    await page.keyboard.press('KeyX') // his first line is evidence
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('KeyA') // 王五 passes; the focus goes to who lacks a verdict
    await page.getByText('已判 2 / 3').waitFor()
    await page.getByText('还差 1 人：李四').waitFor()
    await page.keyboard.press('Digit2') // 李四: ad
    await verdictOf(lin, '张三').getByText('色情低俗').waitFor()
    await verdictOf(lin, '张三').getByText('限制登录 3 天').waitFor()
    await verdictOf(lin, '李四').getByText('广告引流').waitFor()
    await verdictOf(lin, '王五').getByText('通过').waitFor()
    await verdictOf(lin, '整段对话').getByText('色情低俗').waitFor()
    await page.getByText('全部已判').first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('这个队列已审完').waitFor()

    await until('the app hears the verdict', () => app.heard.length > 0)
    const { data } = await lin.call('GET', `/cases/${ticket}`)
    expect(data.decisions[0].author.kind).toBe('staff')
    expect(app.heard).toEqual([{
      ticket_id: ticket, uniqid: '1231221', category: 'chat', appid: credential.appid, auditor: data.decisions[0].author.id,
      result: { dialogue_result: 'pron', user_result: { id_1: 'pron', id_2: 'ad', id_3: 'normal' } },
    }])
    await until('the login limit is carried out', () => world.platform.about('1').length > 0)
    expect(world.platform.calls.map((call) => [call.path, call.query.get('timedelta')])).toEqual([['/close/mt/4/uid/1', '72']])
    expect(data.decisions[0].memo).toBe('证据：第 1 条')
    expect(await page.evaluate(() => 'hacked' in top!)).toBe(false)
  })

  it('is read in full afterwards', async () => {
    await lin.go(`/cases/${ticket}`)
    await lin.page.getByRole('list', { name: '用户' }).getByText('色情低俗').waitFor()
    await lin.page.getByRole('list', { name: '对话' }).getByText('不感兴趣').waitFor()
    expect(lin.complaints).toEqual([])
  })

  it('comes before somebody else when it is appealed against', async () => {
    await app.report(world.base, { ticket_id: ticket, is_priority: 1, recheck_time: '1451312400' }, '/api/recheck/reportMultiDialogue')
    await lin.go('/review/dialogue')
    await lin.page.getByText('这个队列已审完').waitFor()
    const zhou = await world.visitor()
    await zhou.logIn('zhou')
    await zhou.prefer({ undoSeconds: 2 })
    await zhou.go('/review/dialogue')
    await settle(zhou)
    await zhou.page.getByRole('region', { name: '申诉复核' }).getByText('证据：第 1 条').waitFor()
    await verdictOf(zhou, '李四').getByText('初判 广告引流').waitFor()
    for (const key of ['KeyA', 'Digit3', 'Enter', 'KeyA', 'ArrowDown', 'KeyA']) await zhou.page.keyboard.press(key) // 张三 passes, 李四 abuses, 王五 passes; the dialogue as a whole passes
    await verdictOf(zhou, '整段对话').getByText('已改').waitFor()
    await zhou.page.keyboard.press('Control+Enter')
    await until('the app hears the second verdict', () => app.heard.length > 1)
    expect(app.heard[1]).toMatchObject({ ticket_id: ticket, category: 'chat', appid: credential.appid, result: { dialogue_result: 'normal', user_result: { id_1: 'normal', id_2: 'abuse', id_3: 'normal' } } })
    expect(zhou.complaints).toEqual([])
    await zhou.context.close()
  })

  it('stays in the window with fifty lines and twenty users', async () => {
    const names = Array.from({ length: 20 }, (_, n) => (n === 7 ? '名字很长'.repeat(30) : n === 8 ? '\u202Egnp.exe' : `用户 ${n + 1}`))
    await app.report(world.base, {
      report_id: 'r-2', users: Object.fromEntries(names.map((name, n) => [`id_${n + 10}`, { name, sex: '女' }])), report_evidence: { reason: '吵起来了'.repeat(60) },
      infos: Array.from({ length: 50 }, (_, n) => ({ id: `id_${(n % 20) + 10}`, type: 'text', content: n === 3 ? 'x'.repeat(4000) : `第 ${n + 1} 句话，说了一些什么`, time: String(1451312321 + n * 7) })),
    })
    await lin.go('/review/dialogue')
    for (const width of [1024, 1240, 1920]) {
      await lin.page.setViewportSize({ width, height: 900 })
      await settle(lin)
      const over = await lin.page.evaluate(() => [document.documentElement, ...document.querySelectorAll('main [role=region], main aside, main ol')].map((box) => box.scrollWidth - box.clientWidth))
      expect(Math.max(...over), `at ${width} px`).toBeLessThanOrEqual(0)
    }
    for (let n = 0; n < 20; n++) await lin.page.keyboard.press('KeyA')
    await lin.page.getByText('全部已判').first().waitFor()
    await lin.page.keyboard.press('Enter')
    await until('the app hears of all twenty', () => app.heard.length > 2)
    expect(Object.values(app.heard[2]?.result.user_result ?? {})).toEqual(Array.from({ length: 20 }, () => 'normal'))
    expect(lin.complaints).toEqual([])
  })
})
