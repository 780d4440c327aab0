import type { Client } from './wire'

// A small client of the push channel: centrifuge's JSON protocol, of which it needs connecting, resuming and being told (docs/protocols/push.md).

interface Publication { data: { type: number; data: unknown }; offset?: number }
interface Stream { epoch?: string; offset?: number; publications?: Publication[] }
interface Line {
  id?: number
  error?: { code: number }
  connect?: { data: { inbox: string }; subs?: Record<string, Stream>; ping?: number }
  push?: { channel: string; pub?: Publication; disconnect?: { code: number } }
}

export interface Listener {
  told(type: number, data: unknown): void
  linked(yes: boolean): void
  /** cut is for good: the server does not want this device back. */
  cut(code: number): void
}

/** Codes from here on mean that coming back is of no use. */
const forGood = 3500
const grace = 10_000 // ms that a ping may be late
const waits = [300, 1_000, 2_000, 5_000] // ms before the next try

export class Push {
  private socket?: WebSocket
  private inbox = ''
  private offset = 0
  private epoch = ''
  private tries = 0
  private silence = 0
  private later = 0
  private over = false

  constructor(private readonly client: Client, private readonly listener: Listener) {}

  open() {
    const socket = new WebSocket(`${this.client.who.server.replace(/^http/, 'ws')}/push/websocket`)
    this.socket = socket
    socket.addEventListener('open', () => this.knock(socket))
    socket.addEventListener('message', (event: MessageEvent<string>) => event.data.split('\n').filter(Boolean).forEach((line) => this.hear(socket, JSON.parse(line) as Line)))
    socket.addEventListener('close', (event) => this.closed(event.code))
  }

  close() {
    this.over = true
    clearTimeout(this.later)
    clearTimeout(this.silence)
    this.socket?.close()
  }

  private knock(socket: WebSocket) {
    const { appkey, user, token } = this.client.who
    const subs = this.inbox ? { [this.inbox]: { recover: true, offset: this.offset, epoch: this.epoch } } : undefined
    socket.send(JSON.stringify({ id: 1, connect: { data: { appkey, user, token, deviceId: this.client.device }, subs } }))
  }

  private hear(socket: WebSocket, line: Line) {
    if (line.connect) this.welcome(line.connect)
    else if (line.push?.pub && line.push.channel === this.inbox) this.take(line.push.pub)
    else if (!line.id && !line.push) socket.send('{}') // a ping
    this.expect()
  }

  private welcome(connect: NonNullable<Line['connect']>) {
    this.inbox = connect.data.inbox
    const stream = connect.subs?.[this.inbox]
    this.tries = 0
    stream?.publications?.forEach((publication) => this.take(publication))
    this.epoch = stream?.epoch ?? ''
    this.offset = stream?.offset ?? this.offset
    this.listener.linked(true)
  }

  private take(publication: Publication) {
    this.offset = publication.offset ?? this.offset
    this.listener.told(publication.data.type, publication.data.data)
  }

  /** expect closes the connection when nothing comes any more: pings do every 25 s. */
  private expect() {
    clearTimeout(this.silence)
    this.silence = window.setTimeout(() => this.socket?.close(), 25_000 + grace)
  }

  private closed(code: number) {
    clearTimeout(this.silence)
    if (this.over) return
    this.listener.linked(false)
    if (code >= forGood && code < 4000) {
      this.over = true
      this.listener.cut(code)
      return
    }
    this.later = window.setTimeout(() => this.open(), waits[Math.min(this.tries++, waits.length - 1)])
  }
}
