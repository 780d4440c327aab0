// The demo's party page in two windows: they see each other, call each other by WebRTC, write, give, report; and a reviewer ends it.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserPath, flags, freePort, listen, program, until } from './world'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const media = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--allow-loopback-in-peer-connection']
const password = 'xiezhi-demo' // of everybody in the demo
const complaints: string[] = []
const commentary: string[] = []
let demo: ChildProcess
let browser: Browser
let server = ''
let sandbox = ''
let ann: Page // 小满
let ben: Page // 南星

async function enter(me: number, size = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
  const page = await context.newPage()
  listen(page, complaints)
  await page.goto(`${sandbox}/party/?me=${me}`)
  return page
}

/** shot keeps a picture where SHOTS names a folder. */
async function shot(page: Page, name: string) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/party-${name}.png` })
}

/** other is the other's picture in a call. */
const other = (page: Page) => page.locator('video.other')

async function plays(page: Page): Promise<boolean> {
  const look = () => other(page).evaluate((video: HTMLVideoElement) => ({ width: video.videoWidth, at: video.currentTime }))
  const before = await look()
  await page.waitForTimeout(300)
  const after = await look()
  return after.width > 0 && after.at > before.at
}

/** sound: axe finds no violation of WCAG 2.2 AA, once everything stands. */
async function sound(page: Page) {
  await page.evaluate(() => Promise.all(document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity).map((each) => each.finished)))
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(root: Document, how: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })
    return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)
  })
  expect(found).toEqual([])
}

async function coins(page: Page): Promise<number> {
  return Number(await page.getByTestId('coins').textContent())
}

/** reviewer is a session of the native API. */
async function reviewer(): Promise<(path: string, body: unknown) => Promise<any>> { // oxlint-disable-line typescript/no-explicit-any -- whatever was asked for
  const entered = await fetch(`${server}/login`, { method: 'POST', body: new URLSearchParams({ username: 'reviewer1', password }), redirect: 'manual' })
  const cookie = entered.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
  return async (path, body) => {
    const response = await fetch(`${server}/api/v1${path}`, { method: 'POST', headers: { cookie, origin: server, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
}

beforeAll(async () => {
  const [port, own] = [await freePort(), await freePort()]
  server = `http://127.0.0.1:${port}`
  sandbox = `http://127.0.0.1:${own}`
  demo = spawn(program, ['demo', '--listen', `127.0.0.1:${port}`, '--sandbox-listen', `127.0.0.1:${own}`, '--users', '60', '--pace', '1m'], { stdio: ['ignore', 'pipe', 'ignore'] })
  demo.stdout?.setEncoding('utf8').on('data', (text: string) => commentary.push(text))
  await until('the demo is there', async () => (await fetch(`${sandbox}/party/`).catch(() => null))?.ok === true, 60_000)
  browser = await chromium.launch({ executablePath: browserPath, args: [...flags, ...media], headless: true })
})

afterAll(async () => {
  await browser?.close()
  const gone = new Promise((done) => demo.once('exit', done))
  demo.kill('SIGTERM')
  await gone
})

describe('the party', () => {
  it('shows two people to each other', async () => {
    expect(commentary.join('')).toContain(`${sandbox}/party/?me=1`)
    const picker = await enter(0)
    await picker.getByText('你想是谁？').waitFor()
    await shot(picker, 'picker')
    await picker.context().close()
    ann = await enter(1)
    ben = await enter(2, { width: 390, height: 844 })
    await ann.getByRole('button', { name: /南星/ }).click()
    await ben.getByRole('button', { name: /小满/ }).click()
    await ann.getByRole('region', { name: '南星' }).getByText('在线', { exact: true }).waitFor()
  })

  it('carries text, with masks', async () => {
    await ann.getByLabel('写点什么…').fill('你好呀，南星！今天的月亮真圆')
    await ann.keyboard.press('Enter')
    await ben.getByRole('region').getByText('你好呀，南星！今天的月亮真圆').waitFor()
    await ben.getByLabel('写点什么…').fill('你这个傻子，哈哈')
    await ben.keyboard.press('Enter')
    await ben.getByText('部分内容已被屏蔽').waitFor()
    expect(await ann.getByText('傻子').count()).toBe(0)
    await ben.getByLabel('写点什么…').fill('卖私房照，要的来')
    await ben.keyboard.press('Enter')
    await ben.getByText('未送达：内容不合规范').waitFor()
    expect(await ann.getByText('私房照').count()).toBe(0)
    await shot(ben, 'talk')
    await sound(ben)
    await ann.emulateMedia({ colorScheme: 'dark' })
    await shot(ann, 'dark')
    await sound(ann)
    await ann.emulateMedia({ colorScheme: 'light' })
  })

  it('rings, connects, and both pictures play', async () => {
    await ann.getByRole('button', { name: '视频通话' }).click()
    await ben.getByRole('alertdialog', { name: '小满' }).waitFor()
    await shot(ann, 'calling')
    await shot(ben, 'ringing')
    for (const page of [ann, ben]) await sound(page)
    await ben.getByRole('button', { name: '接听' }).click()
    for (const page of [ann, ben]) {
      await other(page).waitFor()
      await until('the other’s picture plays', () => plays(page), 30_000)
      expect(await page.locator('video.own').evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0)
    }
    await shot(ann, 'call')
    await shot(ben, 'call-narrow')
    for (const page of [ann, ben]) await sound(page)
  })

  it('carries a gift, with its animation, and every coin is somewhere', async () => {
    expect([await coins(ann), await coins(ben)]).toEqual([2000, 2000])
    await ann.getByRole('button', { name: '礼物' }).click()
    await shot(ann, 'tray')
    const landed = ben.getByTestId('flight').getByText('小满 送你 火箭').waitFor()
    await ann.getByRole('button', { name: /火箭/ }).click()
    await landed
    await shot(ben, 'gift')
    await shot(ann, 'gift-wide')
    await until('the balances are right', async () => (await coins(ann)) === 1001 && (await coins(ben)) === 2999)
    await until('the animation is over', async () => (await ben.getByTestId('flight').count()) === 0)
    await ben.getByRole('region', { name: '小满' }).getByText('收到 火箭 ×1').waitFor()
    await ann.getByRole('button', { name: '关闭' }).click()
  })

  it('takes a report; the reviewer’s punishment ends the call and cuts the window', async () => {
    await ann.getByRole('button', { name: '举报' }).click()
    await ann.getByLabel('广告引流').check()
    await ann.getByLabel(/补充说明/).fill('一直拉人加微信')
    await shot(ann, 'report')
    await ann.getByRole('button', { name: '提交举报' }).click()
    await ann.getByText('举报已提交').waitFor()
    const call = await reviewer()
    let held: { id: number; lease_token: string; subject: { id: string } } | undefined
    await until('the case is there', async () => {
      const { cases } = await call('/cases/claim', { queue: 'message', app: 'party', limit: 1 })
      held = cases[0]
      return held !== undefined
    })
    expect(held?.subject.id).toBe('party-2')
    await call(`/cases/${held?.id}/decision`, { lease_token: held?.lease_token, verdict: 'ad', actions: [{ type: 'login_limit', hours: 1 }] })
    await ben.getByRole('heading', { name: '你已被限制登录' }).waitFor()
    await shot(ben, 'barred')
    await ann.getByText('通话已被平台终止：有人违反了社区规范').first().waitFor()
    await shot(ann, 'kicked')
    expect(await other(ann).count()).toBe(0)
    await until('he is off the list', async () => (await ann.getByRole('region', { name: '南星' }).getByText('不在线').count()) === 1)
    await ben.getByRole('button', { name: '再试一次' }).click()
    await ben.getByRole('heading', { name: '你已被限制登录' }).waitFor()
    expect(complaints).toEqual([])
  })
})
