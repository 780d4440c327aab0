import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Verdict is what an app hears of a dialogue that it reported (seed 001, 回调). */
export interface Verdict { ticket_id: string; uniqid: string; category: string; appid: string; auditor: string; result: { dialogue_result: string; user_result: Record<string, string> } }

/** The credential that the app of the test has. */
export const credential = { appid: '1001', key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' }

const key = Buffer.from(credential.key, 'hex')

/** seal is base64(nonce + AES-256-GCM + tag), by another implementation than the server's. */
export function seal(text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

export function open(content: string): string {
  const sealed = Buffer.from(content, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
}

/** Confidant is an app that reports whole dialogues and hears what they were judged to be. */
export class Confidant {
  readonly heard: Verdict[] = []
  private base = ''
  private server: Server

  constructor() {
    this.server = createServer((request, response) => {
      let form = ''
      request.on('data', (part: Buffer) => (form += part.toString()))
      request.on('end', () => {
        const fields = new URLSearchParams(form)
        const verdict = JSON.parse(open(fields.get('content') ?? '')) as Verdict
        if (request.method === 'POST' && request.url === '/verdict' && fields.get('appid') === credential.appid) this.heard.push(verdict)
        response.writeHead(200).end()
      })
    })
  }

  async start() {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    this.base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop() {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  /** report hands a dialogue over, or appeals against one, and gives its ticket. */
  async report(server: string, body: Record<string, unknown>, path = '/api/report/multiDialogue'): Promise<string> {
    const content = seal(JSON.stringify({ category: 'chat', redirect: `${this.base}/verdict`, timestamp: Date.now(), ...body }))
    const sign = createHash('sha1').update(credential.appid + content).digest('hex')
    const response = await fetch(server + path, { method: 'POST', body: new URLSearchParams({ appid: credential.appid, sign, content }) })
    const answer = (await response.json()) as { ec: number; em: string; data?: { ticket_id?: string } }
    if (answer.ec !== 0) throw new Error(`dialogue: ${answer.ec} ${answer.em}`)
    return answer.data?.ticket_id ?? ''
  }
}
