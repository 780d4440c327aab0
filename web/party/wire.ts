// What the page says to the server: the operations of clients (PROTOCOLS §7), which pages of any origin may ask.

export interface Guest { me: number; user: string; name: string; icon: string }
/** Entry is who a window is, and where it asks. */
export interface Entry extends Guest { server: string; appkey: string; token: string }
export interface Login { heartbeat: number; offline: number }
export interface Online { userUuid: string; userName: string; icon: string; mobile: string }
export interface GiftKind { giftId: number; giftName: string; cloudCoin: number }
export interface Receipt { balance: number }
export interface Sent { messageId: string; state: 'delivered' | 'waiting'; content?: string; time: number }
export interface Ticket { duration: number }
export type CallKind = 1 | 2
export interface CallView {
  callId: string; caller: string; callee: string; callType: CallKind
  state: 'ringing' | 'in_call' | 'ended'
  endReason?: 'completed' | 'cancelled' | 'rejected' | 'timeout' | 'busy' | 'kicked' | 'disconnected'
  ticket?: Ticket
}
export interface Letter { messageId: string; from: string; fromName: string; to: string; content?: string; time: number; state: 'delivered' | 'refused' | 'recalled' }
export interface Reward { giftId: number; giftCount: number; cloudCoin: number; rewarderUserUuid: string; rewarderUserName: string; targetUserUuid: string; sendTime: number }
export interface Signal { callId: string; from: string; payload: RTCSessionDescriptionInit }

/** The codes that the page tells apart (docs/protocols/party.md). */
export const codes = { done: 200, poor: 1010, refused: 1020, waiting: 1021, limited: 1030, muted: 1031, kicked: 1032, inCall: 20004 } as const

/** Refusal is an answer with another code than success. */
export class Refusal extends Error {
  constructor(readonly code: number, message: string, readonly data: unknown) {
    super(message)
  }
}

/** Away is no answer at all. */
export class Away extends Error {}

async function reach(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((cause: unknown) => { throw new Away('no answer', { cause }) })
  if (!response.ok) throw new Away(`HTTP ${response.status}`)
  return response
}

export async function cast(): Promise<Guest[]> {
  return (await reach('/party/cast')).json() as Promise<Guest[]>
}

export async function enter(me: number): Promise<Entry> {
  return (await reach(`/party/enter?me=${me}`, { method: 'POST' })).json() as Promise<Entry>
}

/** Client is one device of a user's. */
export class Client {
  readonly device = crypto.randomUUID()

  constructor(readonly who: Entry) {}

  async ask<T>(operation: string, body: unknown = {}): Promise<T> {
    const response = await reach(`${this.who.server}/nemo/socialChat/${operation}`, this.request(body))
    const answer = (await response.json()) as { code: number; msg?: string; data: T }
    if (answer.code !== codes.done) throw new Refusal(answer.code, answer.msg ?? '', answer.data)
    return answer.data
  }

  /** lastWords is said while the page goes; nobody hears the answer. */
  lastWords(operation: string, body: unknown) {
    void fetch(`${this.who.server}/nemo/socialChat/${operation}`, { ...this.request(body), keepalive: true }).catch(() => undefined)
  }

  private request(body: unknown): RequestInit {
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json', appkey: this.who.appkey, user: this.who.user, token: this.who.token, deviceId: this.device },
      body: JSON.stringify(body),
    }
  }
}
