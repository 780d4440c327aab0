import { useWords } from '../../i18n/language'
import { wordWords } from './words'

const fields = ['text', 'category', 'action', 'level', 'mode', 'scenes', 'from', 'until', 'note'] as const

/** useWrong says what is wrong with a term, by the field that the server names: text, or terms[0].text of several. */
export function useWrong(): (field: string | undefined) => string {
  const t = useWords(wordWords)
  return (field) => {
    const known = fields.find((one) => field === one || field?.endsWith(`.${one}`))
    return known ? t[`bad_${known}`] : t.bad_line
  }
}
