import { createHash } from 'node:crypto'

/** The credential that the app of the test has at the party. */
export const partyKey = { app_key: 'app-key-of-the-party-test', app_secret: 'app-secret-of-the-party-test' }

/** Party is an app's server and its users (seed 000, the core). */
export class Party {
  constructor(private readonly base: string) {}

  /** server asks as the app's server does. */
  server(operation: string, body: Record<string, unknown>) {
    const now = String(Math.floor(Date.now() / 1000))
    const sum = createHash('sha1').update(`${partyKey.app_secret}n${now}`).digest('hex')
    return this.ask(`server/${operation}`, { AppKey: partyKey.app_key, Nonce: 'n', CurTime: now, CheckSum: sum }, body)
  }

  /** client asks as a user's telephone does. */
  client(user: string, operation: string, body: Record<string, unknown> = {}) {
    return this.ask(operation, { appkey: partyKey.app_key, user, token: `token-of-${user}`, deviceId: 'phone' }, body)
  }

  /** register makes a user. */
  register(user: string) {
    return this.server('user/createUser', { userUuid: user, deviceId: 'phone', userName: '客人', userToken: `token-of-${user}` })
  }

  private async ask(operation: string, headers: Record<string, string>, body: Record<string, unknown>): Promise<any> { // oxlint-disable-line typescript/no-explicit-any -- whatever was asked for
    const response = await fetch(`${this.base}/nemo/socialChat/${operation}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const answer = (await response.json()) as { code: number; msg?: string; data: unknown }
    if (answer.code !== 200) throw new Error(`${operation}: ${answer.code} ${answer.msg}`)
    return answer.data
  }
}
