import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useWhy } from '../../i18n/why'
import { Marked } from '../../ui/marked'
import type { Found, Line } from './line'
import { lineWords } from './words'

/** The type of messages that are a picture; their text is its address. */
export const picture = 3

/** Said is a message's text with what was found in it; what was found of the whole message has no place. */
export function Said({ text, found }: { text: string; found: readonly Found[] }) {
  const terms = useTerms()
  const why = useWhy()
  const hits = found.filter((one) => one.to > one.from).map((one) => ({
    from: one.from, to: one.to, term: one.what, label: one.label, list: [why.source(one.source), one.lane && terms.lane(one.lane)].filter(Boolean).join(' · '),
  }))
  return <Marked text={text} hits={hits} />
}

/** Shown says what viewers see of a message. */
export function Shown({ line }: { line: Line }) {
  const t = useWords(lineWords)
  if (line.outcome === 'deny') return <p className="text-ui text-ink-2">{t.notShown}</p>
  if (line.outcome === 'review') return <p className="text-ui text-ink-2">{t.notYet}</p>
  return <p dir="auto" className="foreign max-w-[46em] text-evidence">{line.shown || line.text}</p>
}
