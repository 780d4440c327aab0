import { Peer, record, silence } from './peer'
import { type CallKind, type CallView, type Client, Refusal, type Signal } from './wire'

/** Calling is the one call that this device has part in. */
export interface Calling {
  id: string // empty until the server has one
  other: string
  kind: CallKind
  mine: boolean // I called
  stage: 'ringing' | 'joining' | 'talking'
  since: number // when it was answered, in ms; 0 before
  local: MediaStream | null
  remote: MediaStream | null
  microphone: boolean
  camera: boolean
}

export interface Owner {
  show(call: Calling | null): void
  /** over tells how a call ended; where it was taken on another device, how is 'elsewhere'. */
  over(call: Calling, how: NonNullable<CallView['endReason']> | 'elsewhere' | 'lost', seconds: number): void
  failed(error: unknown): void
}

/** Calls keeps this device's call in step with the server's: the server decides, this follows. */
export class Calls {
  call: Calling | null = null
  private peer: Peer | null = null
  private early: Signal | null = null // an offer that came before the news that the call goes on

  constructor(private readonly client: Client, private readonly owner: Owner) {}

  async dial(other: string, kind: CallKind) {
    if (this.call) return
    const call = this.put({ id: '', other, kind, mine: true, stage: 'ringing', since: 0, local: null, remote: null, microphone: true, camera: kind === 2 })
    if (!(await this.record(call))) return
    await this.attempt(call, async () => this.follow(await this.client.ask<CallView>('call/invite', { callee: other, callType: kind })))
  }

  async accept() {
    const { call } = this
    if (!call || call.mine || call.stage !== 'ringing') return
    this.change({ stage: 'joining' })
    if (!(await this.record(call))) return
    await this.attempt(call, async () => this.follow(await this.client.ask<CallView>('call/accept', { callId: call.id })))
  }

  /** leave ends the call, whatever it has come to. */
  async leave() {
    const { call } = this
    if (!call) return
    if (!call.id) return this.drop()
    await this.attempt(call, async () => this.follow(await this.client.ask<CallView>(this.ending(call), { callId: call.id })))
  }

  /** vanish is for a page that goes. */
  vanish() {
    if (this.call?.id) this.client.lastWords(this.ending(this.call), { callId: this.call.id })
  }

  toggle(what: 'microphone' | 'camera') {
    const { call } = this
    if (!call) return
    const on = !call[what]
    const tracks = what === 'camera' ? call.local?.getVideoTracks() : call.local?.getAudioTracks()
    tracks?.forEach((track) => { track.enabled = on })
    this.change({ [what]: on })
  }

  /** follow takes how a call stands: from an answer or from the push channel, in any order and more than once. */
  follow(view: CallView) {
    const { call } = this
    if (view.state === 'ringing' && !call && view.callee === this.client.who.user) {
      this.put({ id: view.callId, other: view.caller, kind: view.callType, mine: false, stage: 'ringing', since: 0, local: null, remote: null, microphone: true, camera: view.callType === 2 })
      return
    }
    if (!call || (call.id && call.id !== view.callId) || (!call.id && call.other !== view.callee && call.other !== view.caller)) return
    if (!call.id && view.state === 'ended' && view.endReason !== 'busy') return // an earlier one with the same person
    call.id = view.callId
    if (view.state === 'ended') this.end(call, view.endReason ?? 'completed', view.ticket?.duration ?? 0)
    else if (view.state === 'in_call') this.join(call, view)
    else this.change({})
  }

  async signal(signal: Signal) {
    if (signal.callId !== this.call?.id) return
    if (!this.peer) {
      this.early = signal
      return
    }
    await this.peer.take(signal.payload).catch(() => this.lose())
  }

  drop() {
    silence(this.call?.local)
    this.peer?.close()
    this.peer = this.early = null
    this.show(null)
  }

  private join(call: Calling, view: CallView) {
    if (this.peer) return
    if (!call.local) { // taken on another device of mine
      if (call.stage === 'ringing') this.end(call, 'elsewhere', 0)
      return
    }
    const calls = view.caller === this.client.who.user
    const say = async (payload: RTCSessionDescriptionInit) => { await this.client.ask('call/signal', { callId: view.callId, payload }) }
    const peer = new Peer(call.local, call.kind, calls, say, () => this.lose())
    this.peer = peer
    this.change({ stage: 'talking', since: Date.now(), remote: peer.remote })
    const begun = calls ? peer.offer() : this.early ? peer.take(this.early.payload) : null
    this.early = null
    begun?.catch(() => this.lose())
  }

  private lose() {
    const { call } = this
    if (!call) return
    this.vanish()
    this.end(call, 'lost', 0)
  }

  private end(call: Calling, how: Parameters<Owner['over']>[1], seconds: number) {
    this.drop()
    this.owner.over(call, how, seconds)
  }

  private ending(call: Calling): string {
    if (call.stage === 'talking') return 'call/hangup'
    return call.mine ? 'call/cancel' : 'call/reject'
  }

  /** record fetches the camera; false where the call has gone meanwhile. */
  private async record(call: Calling): Promise<boolean> {
    const local = await record(call.kind)
    if (this.call !== call) {
      silence(local)
      return false
    }
    this.change({ local })
    return true
  }

  /** attempt: a refusal may carry how the call stands. */
  private async attempt(call: Calling, act: () => Promise<void>) {
    try {
      await act()
    } catch (error) {
      const view = error instanceof Refusal ? (error.data as CallView | undefined) : undefined
      if (view?.callId && view.callId === call.id) return this.follow(view)
      if (this.call === call) this.drop()
      this.owner.failed(error)
    }
  }

  private put(call: Calling): Calling {
    this.show(call)
    return call
  }

  /** change keeps the call's identity: what is under way asks whether it is still this one. */
  private change(part: Partial<Calling>) {
    if (this.call) this.show(Object.assign(this.call, part))
  }

  private show(call: Calling | null) {
    this.call = call
    this.owner.show(call && { ...call })
  }
}
