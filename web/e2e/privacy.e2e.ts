// One user's data: counted, and erased by who types his id; afterwards nobody finds him.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Visitor, World, until } from './world'

const world = new World()
const user = 'guest_70017'
const said = '南山旧书店的暗号是白鹭'
let admin: Visitor

beforeAll(async () => {
  await world.start()
  admin = await world.visitor()
  await admin.logIn('admin')
  await world.say(said, user)
  await world.report({ mod: 11, reporter: 'r1', accused: user, complaints: ['ad'], memo: `${user} 总在发`, messages: [{ type: 'text', id: 'm1', sender_id: user, text: said }] })
  const { data } = await admin.call('POST', '/cases/claim', { queue: 'message', limit: 1 })
  const [work] = data.cases
  expect((await admin.call('POST', `/cases/${work.id}/decision`, { lease_token: work.lease_token, verdict: 'pass' })).status).toBe(200)
  await admin.call('POST', '/risk_users', { app: 'live', user_id: user })
  await until('nothing about him is on its way', async () => {
    const { counts, remains } = (await admin.call('POST', `/apps/live/users/${user}/erasure?dry_run=true`)).data
    return counts.lines >= 1 && counts.reports >= 1 && Object.keys(remains).length === 0
  })
})

afterAll(async () => {
  await world.stop()
})

/** found is all that a search of the administrator's shows. */
async function found(path: string): Promise<string> {
  const { status, data } = await admin.call('GET', path)
  expect(status).toBe(200)
  return JSON.stringify(data.items)
}

const searches = [`/lines?app=live&user_id=${user}`, `/lines?app=live&text=${encodeURIComponent(said)}`, `/cases?text=${encodeURIComponent(said)}`, `/audit?object_kind=user&object_id=${user}`, '/risk_users?app=live']

describe('a user', () => {
  it('is erased by who types his id, after a count', async () => {
    for (const path of searches) expect(await found(path), path).toMatch(new RegExp(`${user}|${said}`))
    const { page } = admin
    await admin.go(`/users/${user}?app=live`)
    await page.getByRole('button', { name: '抹除此用户的数据…' }).click()
    const dialog = page.getByRole('dialog', { name: '抹除用户数据' })
    await dialog.getByRole('row', { name: /直播消息/ }).waitFor()
    await dialog.getByRole('row', { name: /举报.*清空内容.*1/ }).waitFor()
    await dialog.getByText('永久处罚会一直保留这个 ID', { exact: false }).waitFor()
    const erase = dialog.getByRole('button', { name: '永久抹除' })
    await dialog.getByLabel('输入用户 ID 以确认').fill(user)
    await dialog.getByLabel('原因').fill(`${user} 的申请`)
    await dialog.getByText('原因里有此人的 ID').waitFor()
    expect(await erase.isDisabled()).toBe(true)
    await dialog.getByLabel('原因').fill('申请 17')
    await dialog.getByLabel('输入用户 ID 以确认').fill(`${user.slice(0, -1)}8`)
    await dialog.getByText('与用户 ID 不一致').waitFor()
    expect(await erase.isDisabled()).toBe(true)
    await dialog.getByLabel('输入用户 ID 以确认').fill(user)
    await erase.click()
    await page.getByRole('heading', { level: 1, name: '用户已抹除' }).waitFor()
    await page.getByText('此人的数据已抹除').waitFor()
    for (const path of searches) expect(await found(path), path).not.toMatch(new RegExp(`${user}|${said}`))
    await page.getByRole('link', { name: /^第 \d+ 号记录$/ }).click()
    await page.getByRole('row', { name: /抹除用户数据/ }).waitFor()
    expect(await page.getByText(user).count()).toBe(0)
    expect(admin.complaints).toEqual([])
  })
})
