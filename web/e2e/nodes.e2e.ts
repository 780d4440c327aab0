// The demo as three servers on one PostgreSQL, each killed in turn while two people review in Chromium: nobody is disturbed, nothing is lost, nothing happens twice.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Schemas } from '../src/api/client'
import { Visitor, browserPath, flags, freePort, program, until } from './world'

type Story = Schemas['CaseStory']

/** Fleet is `xiezhi demo` with three nodes, on a PostgreSQL that ends with it. */
class Fleet {
  base = ''
  readonly told: string[] = []
  private folder = mkdtempSync(join(tmpdir(), 'xiezhi-nodes-'))
  private process?: ChildProcess
  private browser?: Browser

  async start() {
    const testpg = join(this.folder, 'testpg')
    execFileSync('go', ['build', '-o', testpg, './tools/testpg'], { cwd: '..', stdio: 'inherit' })
    const [listen, live] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`]
    this.base = `http://${listen}`
    const demo = `exec "${program}" demo --nodes 3 --store "$XIEZHI_TEST_POSTGRES" --listen ${listen} --sandbox-listen ${live} --pace 300ms`
    this.process = spawn(testpg, ['--', 'sh', '-c', demo], { cwd: '..', stdio: ['ignore', 'pipe', 'inherit'] })
    let rest = ''
    this.process.stdout?.on('data', (text: Buffer) => {
      const lines = (rest + text.toString()).split('\n')
      rest = lines.pop() ?? ''
      this.told.push(...lines)
    })
    await until('all nodes are up', () => [1, 2, 3].every((n) => this.pid(n) > 0), 60_000)
    this.browser = await chromium.launch({ executablePath: browserPath, args: flags, headless: true })
  }

  /** pid is the process of a node now. */
  pid(node: number): number {
    const line = this.told.findLast((one) => one.startsWith(`节点 ${node}`) && one.includes('进程'))
    return Number(/进程 (\d+)/.exec(line ?? '')?.[1] ?? 0)
  }

  kill(node: number) {
    process.kill(this.pid(node), 'SIGKILL')
  }

  count(part: string): number {
    return this.told.filter((line) => line.includes(part)).length
  }

  async visitor(username: string): Promise<Visitor> {
    if (!this.browser) throw new Error('no browser')
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', reducedMotion: 'reduce' })
    const visitor = new Visitor(this, context, await context.newPage())
    await visitor.logIn(username, '/console/', 'xiezhi-demo')
    return visitor
  }

  async stop() {
    await this.browser?.close()
    const running = this.process
    if (running && running.exitCode === null) {
      const gone = new Promise((done) => running.once('exit', done))
      running.kill('SIGTERM')
      await gone
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const fleet = new Fleet()

beforeAll(() => fleet.start())
afterAll(() => fleet.stop())

/** inHand is the case on screen; 0 where there is none. */
async function inHand(visitor: Visitor): Promise<number> {
  const name = visitor.page.getByText(/^C-\d+$/).first()
  const text = (await name.isVisible()) ? await name.textContent({ timeout: 1_000 }).catch(() => '') : '' // it may go in between
  return Number(text?.slice(2))
}

/** holdEnter confirms what is not easily made good, as what somebody's third offence leads to. */
async function holdEnter(visitor: Visitor) {
  await visitor.page.keyboard.down('Enter')
  await visitor.page.waitForTimeout(1_000)
  await visitor.page.keyboard.up('Enter')
}

/** review decides so many cases by keyboard, and returns which. New ones come in all the while. */
async function review(visitor: Visitor, many: number, before: (n: number) => void): Promise<number[]> {
  const decided: number[] = []
  await visitor.go('/review/message')
  while (decided.length < many) {
    before(decided.length)
    let id = 0
    await until('another case is in hand', async () => (id = await inHand(visitor)) !== 0 && !decided.includes(id), 60_000)
    await visitor.page.waitForTimeout(500) // the guard against a double press is time on screen, and the page may draw late
    const keys = decided.length % 2 === 0 ? ['KeyA'] : ['Digit2', 'Enter']
    for (const key of keys) await visitor.page.keyboard.press(key)
    await until(`case ${id} is out of hand`, async () => {
      if ((await inHand(visitor)) !== id) return true
      if (await visitor.page.getByRole('alertdialog').or(visitor.page.getByRole('dialog')).first().isVisible()) await holdEnter(visitor)
      return false
    })
    decided.push(id)
  }
  return decided
}

describe('three nodes', () => {
  it('go on when each of them is killed in turn while people review', async () => {
    const [one, two, admin] = await Promise.all(['reviewer1', 'reviewer2', 'admin'].map((name) => fleet.visitor(name)))
    if (!one || !two || !admin) throw new Error('nobody came')
    await Promise.all([one, two].map((visitor) => visitor.prefer({ undoSeconds: 2 })))
    const kills = new Map([[3, 1], [7, 2], [11, 3]])
    const killing = (n: number) => {
      const node = kills.get(n)
      if (!node) return
      kills.delete(n)
      fleet.kill(node)
    }
    const [first, second] = await Promise.all([review(one, 15, killing), review(two, 15, () => undefined)])
    expect(kills.size, 'all three were killed').toBe(0)
    expect(first.filter((id) => second.includes(id)), 'no case was in two hands').toEqual([])

    await until('all nodes are back', () => fleet.count('回来了') >= 3, 60_000) // more often where its port was taken meanwhile
    for (const [visitor, ids] of [[one, first], [two, second]] as const) {
      const me = await visitor.call('GET', '/staff/me')
      for (const id of ids) {
        const story = async () => (await admin.call('GET', `/cases/${id}`)).data as Story
        await until(`case ${id} is decided`, async () => (await story()).case.state === 'decided')
        await until(`what followed from case ${id} has arrived`, async () => (await story()).deliveries.every(({ state }) => state === 'delivered'), 60_000)
        const { case: ended, decisions } = await story()
        expect(decisions, `case ${id} was decided once`).toHaveLength(1)
        expect(ended.decided_by?.id, `case ${id} was decided by who had it`).toBe(String(me.data.member.id))
      }
      expect(visitor.complaints).toEqual([])
    }
    const { data } = await admin.call('GET', '/audit/verify')
    expect(data.finding, 'the audit log holds').toBeUndefined()
  }, 300_000)
})
