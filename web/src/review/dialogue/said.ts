import type { Language } from '../../i18n/words'
import { clock, moment } from '../../i18n/when'

/** saidAt is when something was said. Apps write seconds or milliseconds since 1970, or a date; null where it is neither. */
export function saidAt(text: string | undefined): Date | null {
  const plain = (text ?? '').trim()
  if (plain === '') return null
  const number = /^\d{9,13}$/.test(plain) ? Number(plain) * (plain.length <= 10 ? 1000 : 1) : Date.parse(plain.replace(/^(\d{4}-\d\d-\d\d) (\d\d:)/, '$1T$2'))
  return Number.isFinite(number) ? new Date(number) : null
}

/** tellSaid is the time of day, and the day where another one begins; what is no time is shown as it is. */
export function tellSaid(text: string | undefined, before: string | undefined, language: Language): { day?: string; time: string } {
  const at = saidAt(text)
  if (!at) return { time: text ?? '' }
  const last = saidAt(before)
  const isNewDay = !last || last.toDateString() !== at.toDateString()
  return { time: clock(at, language), ...(isNewDay ? { day: at.toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'long', day: 'numeric' }) } : {}) }
}

/** tellMoment is when, in full where it is not today; what is no time is shown as it is. */
export function tellMoment(text: string, language: Language): string {
  const at = saidAt(text)
  return at ? moment(at, language) : text
}
