import { type Schemas, Problem, api, asProblem, must, onceKey } from '../../api/client'

export type WorkCase = Schemas['WorkCase']
export type CaseItem = Schemas['CaseItem']
export type Reason = Schemas['ReasonBody']
export type ActionType = Schemas['ActionBody']['type']
export type Action = Schemas['ActionBody']
export type Message = Schemas['ShownMessage']
export type Queue = Schemas['ClaimInputBody']['queue']
export type Decided = Schemas['Decided']
export type Lease = Schemas['LeaseBody']
export type Conflict = NonNullable<Problem['conflict']>

/** Hold is what shows the server that a case is held, as it was seen. A WorkCase is one. */
export type Hold = Pick<WorkCase, 'id' | 'lease_token' | 'version'>

/** Verdict is what somebody decides: pass with no actions, or a label. */
export interface Verdict {
  verdict: string
  actions?: Action[]
  memo?: string
  /** Each user's own label, for a dialogue. */
  users?: Record<string, string>
}

// What the server's clock is ahead of this one, in milliseconds; small differences are only the way.
let ahead = 0

function hear(response: Response) {
  const said = Date.parse(response.headers.get('Date') ?? '')
  if (Number.isNaN(said)) return
  const difference = said - Date.now()
  ahead = Math.abs(difference) > 2500 ? difference : 0
}

/** serverNow is the time by the clock that leases and undo windows are counted by. */
export function serverNow(): number {
  return Date.now() + ahead
}

async function heard<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  hear((await answer).response)
  return must(answer)
}

/** claim takes cases of a queue, those already held first. With ids: these cases, as far as they still wait. */
export async function claim(queue: Queue, want: { limit?: number; ids?: number[] } = {}): Promise<WorkCase[]> {
  return (await heard(api.POST('/cases/claim', { body: { queue, limit: want.limit ?? 1, ids: want.ids } }))).cases
}

export function renew(hold: Hold): Promise<Lease> {
  return heard(api.POST('/cases/{id}/renew', { params: { path: { id: hold.id } }, body: { lease_token: hold.lease_token } }))
}

export async function release(hold: Hold): Promise<void> {
  await api.POST('/cases/{id}/release', { params: { path: { id: hold.id } }, body: { lease_token: hold.lease_token } })
}

/** releaseOnClose gives a case back while the page goes away: nobody waits for the answer. */
export function releaseOnClose(hold: Hold) {
  const body = JSON.stringify({ lease_token: hold.lease_token })
  const address = `/api/v1/cases/${hold.id}/release`
  if (navigator.sendBeacon?.(address, body)) return
  void fetch(address, { method: 'POST', body, keepalive: true, headers: { 'Content-Type': 'text/plain' } }).catch(() => {})
}

export async function skip(hold: Hold, key = onceKey()): Promise<void> {
  await api.POST('/cases/{id}/skip', { params: { path: { id: hold.id }, header: { 'Idempotency-Key': key } }, body: { lease_token: hold.lease_token }, keepalive: true })
}

export async function escalate(hold: Hold, memo: string, key = onceKey()): Promise<void> {
  await api.POST('/cases/{id}/escalate', {
    params: { path: { id: hold.id }, header: { 'Idempotency-Key': key } }, body: { lease_token: hold.lease_token, memo: memo || undefined }, keepalive: true,
  })
}

/** decide sends a decision. The key makes it happen once however often it is sent. It goes on while the page closes. */
export function decide(hold: Hold, verdict: Verdict, undoSeconds: number, key = onceKey()): Promise<Decided> {
  return heard(api.POST('/cases/{id}/decision', {
    params: { path: { id: hold.id }, header: { 'Idempotency-Key': key } },
    body: { lease_token: hold.lease_token, version: hold.version, undo_seconds: undoSeconds, ...verdict },
    keepalive: true,
  }))
}

/** undo takes one's decision back; the case is held again. */
export function undo(id: number): Promise<WorkCase> {
  return heard(api.DELETE('/cases/{id}/decision', { params: { path: { id } } }))
}

/** maySucceedLater tells whether the same call with the same key should be sent again: nothing answered it, nobody is logged in, or its first sending is still at work. */
export function maySucceedLater(problem: Problem): boolean {
  return problem.passing || problem.status === 401 || problem.code === 'idempotency_key_in_use'
}

/** pauseBefore is how long to wait before a sending, in milliseconds. */
export function pauseBefore(sending: number): number {
  return Math.min(8000, 500 * 2 ** (sending - 1))
}

/** untilAnswered sends until there is an answer that counts. The call must carry an Idempotency-Key, or be harmless twice. */
export async function untilAnswered<T>(call: () => Promise<T>, waiting: (problem: Problem) => void = () => {}): Promise<T> {
  for (let sending = 1; ; sending++) {
    try {
      return await call()
    } catch (error) {
      const problem = asProblem(error)
      if (!maySucceedLater(problem)) throw problem
      waiting(problem)
      await pause(pauseBefore(sending))
    }
  }
}

/** pause waits, but no longer than until the network is back. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const on = () => {
      clearTimeout(timer)
      removeEventListener('online', on)
      resolve()
    }
    const timer = setTimeout(on, ms)
    addEventListener('online', on)
  })
}

/** isConflict tells whether somebody else, or the end of the lease, was first. */
export function isConflict(problem: Problem): boolean {
  return problem.status === 409 && ['case_held', 'case_decided', 'lease_lost', 'stale_version'].includes(problem.code)
}

/** similar are waiting cases that show nearly the same. */
export async function similar(id: number): Promise<Schemas['SimilarCase'][]> {
  return (await must(api.GET('/cases/{id}/similar', { params: { path: { id } } }))).items
}
