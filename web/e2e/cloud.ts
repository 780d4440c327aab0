import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { picture } from './picture'

const footage = readFileSync(new URL('../../internal/sandbox/film.webm', import.meta.url))

/** The credential that the app of the test has with its call cloud. */
export const cloudKey = { app_key: 'app-key-of-the-call-test', app_secret: 'app-secret-of-the-call-test' }

/** Asked is one thing that the product asked the cloud for (seed 000, 踢人 to 发消息). */
export interface Asked { method: string; path: string; query: URLSearchParams; form: URLSearchParams; signed: boolean }

const hex = (algorithm: 'md5' | 'sha1', text: string) => createHash(algorithm).update(text).digest('hex')

/** Cloud plays the call cloud: it tells of calls, shows pictures for as long as it likes, and does what it is asked. */
export class Cloud {
  readonly asked: Asked[] = []
  base = ''
  private server: Server

  constructor() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://cloud')
      if (url.pathname.startsWith('/pictures/')) {
        request.resume()
        if (url.pathname.includes('expired')) response.writeHead(404).end()
        else if (url.pathname.endsWith('.webm')) response.writeHead(200, { 'content-type': 'video/webm' }).end(footage)
        else response.writeHead(200, { 'content-type': 'image/png' }).end(picture(url.pathname))
        return
      }
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.on('end', () => {
        const { appkey, nonce = '', curtime = '', checksum } = request.headers as Record<string, string>
        const fresh = Math.abs(Date.now() / 1000 - Number(curtime)) < 60
        this.asked.push({
          method: request.method ?? '', path: url.pathname, query: url.searchParams, form: new URLSearchParams(body),
          signed: appkey === cloudKey.app_key && nonce !== '' && fresh && checksum === hex('sha1', cloudKey.app_secret + nonce + curtime),
        })
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":200}')
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

  /** asks are the signed requests of a method and the end of a path. */
  asks(method: string, path: string): Asked[] {
    return this.asked.filter((one) => one.signed && one.method === method && one.path.endsWith(path))
  }

  /** messages are those of a type that users were sent. */
  messages(type: number): { to: string[]; data: Record<string, unknown> }[] {
    return this.asks('POST', '/sendBatchAttachMsg.action').flatMap(({ form }) => {
      const said = JSON.parse(form.get('attach') ?? '{}') as { type: number; data: Record<string, unknown> }
      return said.type === type ? [{ to: JSON.parse(form.get('toAccids') ?? '[]') as string[], data: said.data }] : []
    })
  }

  /** tell delivers a notice, signed as the cloud signs. */
  async tell(server: string, eventType: number, data: Record<string, unknown>) {
    const body = JSON.stringify({ eventType, data })
    const md5 = hex('md5', body)
    const now = String(Date.now())
    const response = await fetch(`${server}/netease/notify`, {
      method: 'POST', body, headers: { 'content-type': 'application/json', AppKey: cloudKey.app_key, CurTime: now, MD5: md5, CheckSum: hex('sha1', cloudKey.app_secret + md5 + now) },
    })
    if (!response.ok) throw new Error(`notice ${eventType}: ${response.status} ${await response.text()}`)
  }
}

/** Room is one call of the cloud's. Its times are seconds since it began. */
export class Room {
  constructor(private cloud: Cloud, private server: string, readonly id: string, readonly name: string, private began: number) {}

  private at(seconds: number): number {
    return this.began + seconds * 1000
  }

  private tell(type: number, data: Record<string, unknown>) {
    return this.cloud.tell(this.server, type, { channelId: this.id, channelName: this.name, ...data })
  }

  starts() { return this.tell(1, { timestamp: this.at(0) }) }
  ends(seconds: number) { return this.tell(2, { timestamp: this.at(seconds) }) }
  joins(seconds: number, uid: number, user?: string) { return this.tell(4, { timestamp: this.at(seconds), uid, user }) }
  leaves(seconds: number, uid: number, user?: string) { return this.tell(5, { timestamp: this.at(seconds), uid, user }) }

  /** hears has the cloud hear something of somebody. */
  hears(seconds: number, uid: number, content: string, { label = 200, level = 2, words = [] as string[], asr = 3, action = 2, key = content } = {}) {
    return this.tell(400, {
      taskId: `task-${this.id}`, dataId: key, censorSource: 2, status: asr === 3 ? 102 : 101,
      evidences: { audio: {
        uid, action, startTime: this.at(seconds), endTime: this.at(seconds + 6), asrStatus: asr, content,
        segments: [{ label, level, rate: 0.93, subLabels: words.length > 0 ? [{ subLabel: '200012', rate: 0.91, details: { hitInfos: words.map((value) => ({ value })) } }] : [] }],
      } },
    })
  }

  /** sees has the cloud see something of somebody: the address of a picture leads to it for a while. */
  sees(seconds: number, uid: number, name: string, { label = 100, level = 2, film = false } = {}) {
    return this.tell(400, {
      taskId: `task-${this.id}`, dataId: name, censorSource: 2, status: 102,
      evidences: { video: {
        evidence: { uid, beginTime: this.at(seconds), endTime: this.at(seconds), type: film ? 2 : 1, url: `${this.cloud.base}/pictures/${name}` },
        labels: [{ label, level, rate: 0.98, subLabels: [{ subLabel: '100002', rate: 0.97 }] }],
      } },
    })
  }
}
