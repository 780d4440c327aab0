import { type Calling, Calls } from './calls'
import { Push } from './push'
import { Away, type CallKind, type CallView, Client, type Entry, type GiftKind, type Letter, type Login, type Online, type Receipt, Refusal, type Reward, type Sent, type Signal, codes, enter } from './wire'
import type { page } from './words'

/** Note is a word of the dictionary that is said for a while. */
export interface Note { id: number; word: keyof typeof page.zh; args?: unknown[]; bad: boolean }
export interface Line {
  id: string
  mine: boolean
  at: number
  text?: string
  state?: 'delivered' | 'masked' | 'waiting' | 'refused' | 'recalled' | 'unsent'
  gift?: { kind: number; name: string; count: number }
  call?: { how: string; seconds: number; mine: boolean; kind: CallKind }
}
export interface Flight { id: number; kind: number; name: string; from: string | null } // null: it was me

export interface State {
  phase: 'entering' | 'in' | 'barred' | 'elsewhere' | 'failed'
  linked: boolean
  me: Entry | null
  people: Online[]
  known: Record<string, Online>
  talks: Record<string, Line[]>
  unread: Record<string, number>
  open: string | null
  call: Calling | null
  coins: number
  gifts: GiftKind[]
  note: Note | null
  flight: Flight | null
}

const listEvery = 2_500 // ms
const noteFor = 4_000
const flightFor = 1_500
const linesKept = 300
const quoted = 10 // messages that a report may quote

/** The types of what devices are told (docs/protocols/push.md). */
const told = { reward: 1004, call: 1100, message: 1101, signal: 1102 } as const

const refusals: Partial<Record<number, Note['word']>> = {
  [codes.poor]: 'poor', [codes.muted]: 'mutedNow', [codes.kicked]: 'kickedNow', [codes.inCall]: 'inCall', 429: 'slow',
}

/** Party is what one window knows and does. */
export class Party {
  state: State = {
    phase: 'entering', linked: false, me: null, people: [], known: {}, talks: {}, unread: {}, open: null, call: null, coins: 0, gifts: [], note: null, flight: null,
  }
  private client!: Client
  private calls!: Calls
  private push?: Push
  private readonly timers: number[] = []
  private readonly listeners = new Set<() => void>()
  private count = 0

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  async start(me: number) {
    try {
      const entry = await enter(me)
      this.client = new Client(entry)
      this.calls = new Calls(this.client, { show: (call) => this.set({ call }), over: (...end) => this.hungUp(...end), failed: (error) => this.fail(error) })
      const login = await this.client.ask<Login>('user/login')
      await this.beat()
      const [gifts] = await Promise.all([this.client.ask<GiftKind[]>('gift/list'), this.wallet(), this.list()])
      this.push = new Push(this.client, { told: (type, data) => this.hear(type, data), linked: (linked) => this.set({ linked }), cut: (why) => this.leave(why === 3504 ? 'elsewhere' : why === 3500 ? 'failed' : 'barred') })
      this.push.open()
      this.timers.push(window.setInterval(() => void this.quietly(() => this.beat()), login.heartbeat), window.setInterval(() => void this.quietly(() => this.list()), listEvery))
      window.addEventListener('pagehide', () => this.calls.vanish())
      this.set({ phase: 'in', me: entry, gifts })
    } catch (error) {
      this.leave(error instanceof Refusal && error.code === codes.limited ? 'barred' : 'failed')
    }
  }

  open(user: string | null) {
    this.set({ open: user, unread: user ? { ...this.state.unread, [user]: 0 } : this.state.unread })
  }

  async send(text: string) {
    const { open: target } = this.state
    if (!target || !text.trim()) return
    const id = `mine-${++this.count}`
    this.add(target, { id, mine: true, at: Date.now(), text })
    try {
      const sent = await this.client.ask<Sent>('message/send', { target, msgType: 'text', content: text })
      this.amend(target, id, { id: sent.messageId, text: sent.content ?? text, state: sent.content === text ? 'delivered' : 'masked' })
    } catch (error) {
      const kept = error instanceof Refusal ? (error.data as Sent | undefined) : undefined
      if (error instanceof Refusal && error.code === codes.waiting && kept) return this.amend(target, id, { id: kept.messageId, state: 'waiting' })
      this.amend(target, id, { state: error instanceof Refusal && error.code === codes.refused ? 'refused' : 'unsent' })
      if (!(error instanceof Refusal && error.code === codes.refused)) this.fail(error)
    }
  }

  async give(gift: GiftKind) {
    const { open: target } = this.state
    if (!target) return
    try {
      const receipt = await this.client.ask<Receipt>('user/reward', { giftId: gift.giftId, giftCount: 1, target, requestId: crypto.randomUUID() })
      this.set({ coins: receipt.balance })
      this.add(target, { id: `gift-${++this.count}`, mine: true, at: Date.now(), gift: { kind: gift.giftId, name: gift.giftName, count: 1 } })
      this.fly(gift.giftId, gift.giftName, null)
    } catch (error) {
      this.fail(error)
    }
  }

  async report(target: string, type: number, memo: string) {
    const messages = (this.state.talks[target] ?? []).filter((line) => !line.mine && line.text !== undefined).slice(-quoted).map((line) => line.id)
    try {
      await this.client.ask('user/report', { target, type, memo, messages })
      this.note('reported', false)
    } catch (error) {
      this.fail(error)
    }
  }

  dial(kind: CallKind) {
    if (this.state.open) void this.calls.dial(this.state.open, kind)
  }

  accept() {
    if (this.state.call) this.open(this.state.call.other)
    void this.calls.accept()
  }

  hangUp() { void this.calls.leave() }

  toggle(what: 'microphone' | 'camera') { this.calls.toggle(what) }

  nameOf(user: string): string { return this.state.known[user]?.userName ?? user }

  private async beat() { await this.client.ask('user/reporter') }

  private async list() {
    const people = await this.client.ask<Online[]>('user/getOnlineUser', { pageNum: 1, pageSize: 50 })
    this.set({ people, known: { ...this.state.known, ...Object.fromEntries(people.map((person) => [person.userUuid, person])) } })
  }

  private async wallet() {
    const { cloudCoin } = await this.client.ask<{ cloudCoin: number }>('wallet/get')
    this.set({ coins: cloudCoin })
  }

  /** quietly does what is done again soon; only being barred matters. */
  private async quietly(act: () => Promise<void>) {
    await act().catch((error: unknown) => {
      if (error instanceof Refusal && error.code === codes.limited) this.leave('barred')
    })
  }

  private hear(type: number, data: unknown) {
    if (type === told.call) this.calls.follow(data as CallView)
    else if (type === told.signal) void this.calls.signal(data as Signal)
    else if (type === told.message) this.letter(data as Letter)
    else if (type === told.reward) this.reward(data as Reward)
  }

  /** letter may come twice, and may be news of one of mine that waited. */
  private letter(letter: Letter) {
    const mine = letter.from === this.state.me?.user
    const other = mine ? letter.to : letter.from
    const there = (this.state.talks[other] ?? []).some((line) => line.id === letter.messageId)
    if (there) return this.amend(other, letter.messageId, { state: letter.state, ...(letter.content ? { text: letter.content } : {}) })
    if (letter.state !== 'delivered') return
    this.add(other, { id: letter.messageId, mine, at: letter.time, text: letter.content ?? '', state: 'delivered' })
  }

  private reward(reward: Reward) {
    if (reward.targetUserUuid !== this.state.me?.user) return
    const name = this.state.gifts.find((gift) => gift.giftId === reward.giftId)?.giftName ?? ''
    this.add(reward.rewarderUserUuid, { id: `gift-${++this.count}`, mine: false, at: reward.sendTime, gift: { kind: reward.giftId, name, count: reward.giftCount } })
    this.fly(reward.giftId, name, reward.rewarderUserName)
    void this.quietly(() => this.wallet())
  }

  private hungUp(call: Calling, how: string, seconds: number) {
    if (call.id && how !== 'elsewhere') this.add(call.other, { id: `call-${call.id}`, mine: call.mine, at: Date.now(), call: { how, seconds, mine: call.mine, kind: call.kind } })
    if (how === 'kicked' || how === 'busy' || how === 'elsewhere' || how === 'lost' || how === 'disconnected') this.note(how, how === 'kicked')
  }

  private fly(kind: number, name: string, from: string | null) {
    const flight = { id: ++this.count, kind, name, from }
    this.set({ flight })
    window.setTimeout(() => { if (this.state.flight?.id === flight.id) this.set({ flight: null }) }, flightFor)
  }

  private fail(error: unknown) {
    if (error instanceof Refusal && error.code === codes.limited) return this.leave('barred')
    this.note(error instanceof Refusal ? refusals[error.code] ?? 'failedNow' : error instanceof Away ? 'away' : 'failedNow', true)
  }

  private note(word: Note['word'], bad: boolean) {
    const note = { id: ++this.count, word, bad }
    this.set({ note })
    window.setTimeout(() => { if (this.state.note?.id === note.id) this.set({ note: null }) }, noteFor)
  }

  private leave(phase: State['phase']) {
    this.timers.splice(0).forEach((timer) => clearInterval(timer))
    this.push?.close()
    this.calls?.drop()
    this.set({ phase, linked: false })
  }

  private add(other: string, line: Line) {
    const lines = this.state.talks[other] ?? []
    if (lines.some((known) => known.id === line.id)) return
    const missed = !line.mine && this.state.open !== other ? (this.state.unread[other] ?? 0) + 1 : 0
    this.set({ talks: { ...this.state.talks, [other]: [...lines, line].slice(-linesKept) }, unread: { ...this.state.unread, [other]: missed } })
  }

  private amend(other: string, id: string, part: Partial<Line>) {
    const lines = (this.state.talks[other] ?? []).map((line) => (line.id === id ? { ...line, ...part } : line))
    this.set({ talks: { ...this.state.talks, [other]: lines } })
  }

  private set(part: Partial<State>) {
    this.state = { ...this.state, ...part }
    this.listeners.forEach((listener) => listener())
  }
}
