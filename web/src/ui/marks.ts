/** Hit is a place in a text, in UTF-16 units, where a term of a word list stands. */
export interface Hit { from: number; to: number; term: string; list: string; label: string }

export interface Part { from: number; text: string; hits: Hit[] }

/** parts cuts a text at its hits; those that overlap or touch are one part. What lies outside the text is left out. */
export function parts(text: string, hits: readonly Hit[]): Part[] {
  const found: Part[] = []
  let at = 0
  const plain = (to: number) => {
    if (to > at) found.push({ from: at, text: text.slice(at, to), hits: [] })
  }
  for (const group of groups(hits.filter((hit) => hit.from >= 0 && hit.from < hit.to && hit.to <= text.length))) {
    plain(group.from)
    found.push({ from: group.from, text: text.slice(group.from, group.to), hits: group.hits })
    at = group.to
  }
  plain(text.length)
  return found
}

function groups(hits: readonly Hit[]): { from: number; to: number; hits: Hit[] }[] {
  const all: { from: number; to: number; hits: Hit[] }[] = []
  for (const hit of hits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = all.at(-1)
    if (last && hit.from <= last.to) {
      last.to = Math.max(last.to, hit.to)
      last.hits.push(hit)
    } else all.push({ from: hit.from, to: hit.to, hits: [hit] })
  }
  return all
}
