import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export type ProblemBody = Schemas['Problem']

/** Problem is a refusal of the server (RFC 9457), or of the way to it: status 0 where nothing answered. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly field?: string
  readonly conflict?: ProblemBody['conflict']

  constructor(body: Partial<ProblemBody> & { status: number; code: string }) {
    super(body.detail ?? body.code)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
    this.field = body.field
    this.conflict = body.conflict
  }

  /** Whether the same call may succeed a little later: nothing was decided about it. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem({ status: 0, code: 'unreachable', detail: error instanceof Error ? error.message : String(error) })
}

/** signedOut hears of every call that found no session any more. */
export const signedOut = new EventTarget()

const refusals: Middleware = {
  async onResponse({ response, request }) {
    if (!response.ok) throw await refusalOf(response, new URL(request.url).pathname)
    return undefined
  },
}

/** refusalOf is why a call was refused; who has no session any more is told elsewhere too. */
export async function refusalOf(response: Response, path: string): Promise<Problem> {
  const problem = await readProblem(response)
  if (problem.status === 401 && path !== '/api/v1/session') signedOut.dispatchEvent(new Event('signed-out'))
  return problem
}

/** readProblem is why an answer is none. */
export async function readProblem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as ProblemBody
    if (typeof body.code === 'string') return new Problem({ ...body, status: response.status })
  } catch {
    // What stands before the server answers in its own form.
  }
  return new Problem({ status: response.status, code: 'http_' + response.status, detail: response.statusText })
}

/** within sends a call that may take so many milliseconds. */
export function within(patience: number): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(patience)]) })
    } catch (error) {
      if (request.signal.aborted) throw error
      throw asProblem(error)
    }
  }
}

/** api calls the native API; a refusal is thrown as a Problem, so data is always there. */
export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin', fetch: within(20_000) })
api.use(refusals)

/** atLength is for a call that works through much. */
export const atLength = within(300_000)

/** must is the data of an answer: a refusal was thrown before. */
export async function must<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

/** onceKey is a key for a call that may be sent again and must happen once. */
export function onceKey(): string {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
}
