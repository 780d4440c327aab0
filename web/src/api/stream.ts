import { Problem, type ProblemBody, asProblem, refusalOf } from './client'

/** How long the first line of an answer may take, in milliseconds. What follows may take as long as it takes. */
const patience = 60_000

/** stream posts a call whose answer comes line by line (NDJSON), as long as the work takes. Whoever stops reading stops the work: the signal does, and so does leaving the loop. */
export async function* stream<Item>(path: string, body: unknown, signal: AbortSignal, headers: Record<string, string> = {}): AsyncGenerator<Item, void, undefined> {
  const given = new AbortController()
  const late = setTimeout(() => given.abort(new DOMException('no answer', 'TimeoutError')), patience)
  const url = `/api/v1${path}`
  try {
    const response = await fetch(url, {
      method: 'POST', credentials: 'same-origin', body: JSON.stringify(body), signal: AbortSignal.any([signal, given.signal]),
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson, application/problem+json', ...headers },
    })
    if (!response.ok) throw await refusalOf(response, url)
    for await (const line of linesOf(response)) {
      clearTimeout(late)
      const item = JSON.parse(line) as Item | ProblemBody
      if (isProblem(item)) throw new Problem(item)
      yield item
    }
  } catch (error) {
    if (signal.aborted) throw error
    throw asProblem(error)
  } finally {
    clearTimeout(late)
    given.abort()
  }
}

/** isProblem recognises the last line of work that failed after it had begun to answer. */
function isProblem(item: unknown): item is ProblemBody {
  return typeof item === 'object' && item !== null && 'status' in item && 'code' in item && 'title' in item
}

/** linesOf cuts an answer at its line ends, wherever its pieces end. */
export async function* linesOf(response: Response): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader()
  if (!reader) return
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      rest += decoder.decode(value, { stream: !done })
      const lines = rest.split('\n')
      rest = done ? '' : (lines.pop() ?? '')
      for (const line of lines) if (line.trim() !== '') yield line
      if (done) return
    }
  } finally {
    void reader.cancel().catch(() => {})
  }
}
