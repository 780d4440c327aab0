/** Reason is why a message was judged so, taken to parts: what found what, how it was disguised, and what the circumstances made of it. */
export interface Reason { source: string; label: string; what: string; lane: string; sure: string; turns: string[] }

const form = /^(.*): (\S+)(?: "((?:[^"\\]|\\.)*)"(?: by (\w+))?)? \((\d\.\d\d)\)((?:: .*)?)$/s

/** reasonOf reads a reason as the server writes it; null for what is written otherwise. */
export function reasonOf(text: string): Reason | null {
  const [whole, source = '', label = '', quoted = '', lane = '', sure = '', turns = ''] = form.exec(text) ?? []
  if (whole === undefined) return null
  return { source, label, what: unquoted(quoted), lane, sure, turns: turns.split(': ').filter(Boolean) }
}

function unquoted(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string
  } catch {
    return quoted // an escape of Go's that JSON does not have
  }
}
