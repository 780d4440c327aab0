import { useTerms } from '../i18n/terms'
import { type Hit, parts } from './marks'

/** Marked is a text with what the word lists found in it. What is marked says on hovering as what. */
export function Marked({ text, hits }: { text: string; hits: readonly Hit[] }) {
  const terms = useTerms()
  if (hits.length === 0) return text
  return parts(text, hits).map((part) => (
    part.hits.length === 0
      ? part.text
      : <mark key={part.from} title={part.hits.map((hit) => `${terms.label(hit.label)} · ${hit.term} · ${hit.list}`).join('\n')} className="rounded-[3px] bg-mark box-decoration-clone px-0.5 text-ink">{part.text}</mark>
  ))
}
