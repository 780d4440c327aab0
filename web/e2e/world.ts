import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { Cloud, cloudKey } from './cloud'
import { credential } from './confidant'
import { Party, partyKey } from './party'
import { Platform } from './platform'

export const program = resolve(process.env.XIEZHI_BIN ?? '../bin/xiezhi')
export const browserPath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
export const password = 'correct horse battery'

export const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

/** live is how the app has its live messages judged (seed 003). */
const live = { app: '201601010001', key: 'key-of-the-live-test-1234' }

/** Message is one that a report shows, as the native API takes it. */
export interface Message { type: 'text' | 'picture' | 'audio' | 'video'; id: string; sender_id: string; text?: string; url?: string }

/** World is one app with its business platform, a server of the real program, and a browser. */
export class World {
  readonly platform = new Platform()
  readonly cloud = new Cloud()
  base = ''
  private data = mkdtempSync(join(tmpdir(), 'xiezhi-e2e-'))
  private server?: ChildProcess
  private browser?: Browser
  private appToken = ''
  private port = 0

  async start() {
    await this.platform.start()
    await this.cloud.start()
    this.port = await freePort()
    this.base = `http://127.0.0.1:${this.port}`
    const staff = ['admin:admin', 'lin:reviewer', 'zhou:reviewer', 'chen:supervisor'].map((entry) => {
      const [username, role] = entry.split(':')
      return `  - {username: ${username}, password: "${password}", role: ${role}}`
    })
    writeFileSync(join(this.data, 'declared.yaml'), [
      'egress: {allow: ["127.0.0.0/8"]}', 'apps:', '  - id: live', '    name: 夜航直播',
      `    uplus: {base_url: "${this.platform.base}/api", method: POST, server_token: server-token-of-the-test, token: {jwt: {alg: HS256, key: "key-of-the-test-that-is-long-enough-1234"}}}`,
      `    yunjing: [{app_id: "${live.app}", key: "${live.key}", require_sign: true}]`,
      `    immomo: {appid: "${credential.appid}", cipher: aes-256-gcm, key: "hex:${credential.key}", scenes: [chat], labels: [abuse]}`,
      `    netease: {app_key: ${cloudKey.app_key}, app_secret: ${cloudKey.app_secret}, rtc_base_url: "${this.cloud.base}", im_base_url: "${this.cloud.base}", assistant_account: helper}`,
      `    party: {app_key: ${partyKey.app_key}, app_secret: ${partyKey.app_secret}}`,
      'staff:', ...staff, '',
    ].join('\n'))
    await this.startServer()
    this.appToken = this.tool('token', 'create', '--app', 'live', '--scopes', 'reports:write')
    this.browser = await chromium.launch({ executablePath: browserPath, args: flags, headless: true })
  }

  async startServer() {
    this.server = spawn(program, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--apply', join(this.data, 'declared.yaml')], { stdio: 'ignore' })
    await until('the server is ready', async () => (await fetch(`${this.base}/readyz`).catch(() => null))?.ok === true)
  }

  async stopServer() {
    const server = this.server
    if (!server || server.exitCode !== null) return
    const gone = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    await gone
  }

  /** tool runs one of the operator's tools beside the server. */
  tool(...args: string[]): string {
    const printed = execFileSync(program, [...args, '--data', this.data, '--json'], { encoding: 'utf8' })
    const answer = JSON.parse(printed) as { token?: string; plaintext?: string }
    return answer.token ?? answer.plaintext ?? printed
  }

  /** train makes a model of a few labelled lines: 1 is a violation. */
  train() {
    const lines = Array.from({ length: 400 }, (_, n) => (n % 4 === 0 ? [1, `加我微信领红包${n}，日结${n * 7}元`] : [0, `第${n}位观众说主播唱得真好听${n % 13}`]))
    const file = join(this.data, 'lines.csv')
    writeFileSync(file, ['label,text', ...lines.map(([label, text]) => `${label},${text}`), ''].join('\n'))
    this.tool('model', 'train', '--from', file)
  }

  /** party is the app's server and its users, as they meet at the party. */
  get party(): Party {
    return new Party(this.base)
  }

  async report(body: { mod: number; reporter: string; accused?: string; complaints: string[]; memo?: string; messages?: Message[]; profile?: Record<string, string> }): Promise<number> {
    const response = await fetch(`${this.base}/api/v1/reports`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${this.appToken}` }, body: JSON.stringify(body),
    })
    const answer = (await response.json()) as { case_id: number }
    if (!response.ok) throw new Error(`report: ${response.status} ${JSON.stringify(answer)}`)
    return answer.case_id
  }

  /** say has a live message judged, as the platform does before anybody sees it. */
  async say(text: string, sender = 'u1'): Promise<{ code: number; content: string; data_id: string }> {
    const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ') // the platform's clock
    const form = new URLSearchParams({
      app_id: live.app, version: '1.1', timestamp: now, sign: createHmac('sha1', live.key).update(`${live.app},${now}`).digest('base64'),
      json_data: JSON.stringify({ anchor_id: 'host-1', live_id: 'show-1', msg_time: now, ip_address: '127.0.0.1', user_id: sender, message_type: 0, msg_content: text, nick_name: sender }),
    })
    const response = await fetch(`${this.base}/audit-live`, { method: 'POST', body: form })
    const answer = (await response.json()) as { json: { code: number; content: string; data_id: string } }
    return answer.json
  }

  async visitor(size = { width: 1440, height: 900 }): Promise<Visitor> {
    if (!this.browser) throw new Error('no browser')
    const context = await this.browser.newContext({ viewport: size, locale: 'zh-CN', reducedMotion: 'reduce' })
    const page = await context.newPage()
    return new Visitor(this, context, page)
  }

  private known = new Map<string, Promise<Visitor>>()

  /** visitorOf is somebody who is logged in beside the one whom a test is about. */
  visitorOf(username: string): Promise<Visitor> {
    const come = async () => {
      const visitor = await this.visitor()
      await visitor.logIn(username)
      return visitor
    }
    const visitor = this.known.get(username) ?? come()
    this.known.set(username, visitor)
    return visitor
  }

  async stop() {
    await this.browser?.close()
    await this.stopServer()
    await this.platform.stop()
    await this.cloud.stop()
    rmSync(this.data, { recursive: true, force: true })
  }
}

/** Visitor is somebody at the console. Whatever his browser complains of is kept. */
export class Visitor {
  readonly complaints: string[] = []

  constructor(readonly world: { base: string }, readonly context: BrowserContext, readonly page: Page) {
    listen(page, this.complaints)
  }

  async logIn(username: string, path = '/console/', secret = password) {
    await this.page.goto(this.world.base + path)
    await this.page.getByLabel(/用户名|Username/).fill(username)
    await this.page.getByLabel(/^(密码|Password)$/).fill(secret)
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('navigation', { name: /^(菜单|Menu)$/ }).waitFor()
  }

  /** go opens a page inside the console without loading it anew. */
  async go(path: string) {
    await this.page.goto(`${this.world.base}/console${path}`)
    await this.page.getByRole('navigation', { name: /^(菜单|Menu)$/ }).waitFor()
  }

  async prefer(part: Record<string, unknown>) {
    await this.page.evaluate((change) => {
      const kept = JSON.parse(localStorage.getItem('xiezhi.preferences') ?? '{}') as Record<string, unknown>
      localStorage.setItem('xiezhi.preferences', JSON.stringify({ ...kept, ...change }))
    }, part)
  }

  /** calls the native API with this visitor's session. */
  async call(method: string, path: string, body?: unknown): Promise<{ status: number; data: any }> { // oxlint-disable-line typescript/no-explicit-any -- whatever was asked for
    return this.page.evaluate(async ([m, p, b]) => {
      const response = await fetch(`/api/v1${p as string}`, { method: m as string, headers: b === undefined ? {} : { 'content-type': 'application/json' }, body: b === undefined ? undefined : JSON.stringify(b) })
      return { status: response.status, data: await response.json().catch(() => null) }
    }, [method, path, body] as const)
  }
}

/** listen keeps whatever a page's browser complains of. */
export function listen(page: Page, complaints: string[]) {
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    if (/Failed to load resource|net::ERR_/.test(message.text())) return // told below, with the address
    complaints.push(message.text())
  })
  page.on('response', (response) => {
    if ([400, 403, 405, 422, 500].includes(response.status())) complaints.push(`${response.status()} ${response.request().method()} ${response.url()} ${response.request().postData() ?? ''}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
}

/** until waits for a condition, and says which when it does not come. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, within = 20_000) {
  const end = Date.now() + within
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((next) => setTimeout(next, 50))
  }
}
