import { useWords } from '../../i18n/language'
import { Note } from '../../ui/states'
import { modelWords } from './words'

/** Warnings is why not to believe all of a report. What a newer server warns of is shown as it is. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  const t = useWords(modelWords)
  if (warnings.length === 0) return null
  const said = (text: string) => {
    const [n = '', of = ''] = text.match(/\d+/g) ?? []
    if (/violations to learn from/.test(text)) return t.w_learned(n, of)
    if (/harmless lines/.test(text)) return t.w_harmless(n)
    if (/only \d+ violations$/.test(text)) return t.w_violations(n)
    return text.startsWith('it is right no more often') ? t.w_useless : text
  }
  return <Note tone="warn">{warnings.map((text) => <span key={text} className="block">{said(text)}</span>)}</Note>
}
