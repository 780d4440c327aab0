import type { Language } from './words'

const locale = { zh: 'zh-CN', en: 'en-GB' } as const
const cache = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  let made = cache.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locale[language], { hourCycle: 'h23', ...options })
    cache.set(key, made)
  }
  return made
}

/** clock is the time of day, to the second. */
export function clock(at: string | Date, language: Language): string {
  return format(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at))
}

/** moment is the time of day where that is enough, else the day and the time; never ambiguous. */
export function moment(at: string | Date, language: Language, now = new Date()): string {
  const time = new Date(at)
  if (time.toDateString() === now.toDateString()) return clock(time, language)
  const year = time.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return format(language, { ...year, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(time)
}

/** span is a length of time, the way a clock shows it: 04:31, 12:44, 3:05:09. */
export function span(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(all / 3600)
  const rest = `${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

const units = { zh: { m: ' 分钟', h: ' 小时', d: ' 天' }, en: { m: ' min', h: ' h', d: ' d' } } as const

/** lasting is how long a punishment lasts; -1 is for ever. */
export function lasting(hours: number, language: Language): string {
  if (hours < 0) return language === 'zh' ? '永久' : 'Forever'
  if (hours % 1 !== 0) return `${Math.round(hours * 60)}${units[language].m}`
  if (hours % 24 === 0) return `${hours / 24}${units[language].d}`
  return `${hours}${units[language].h}`
}

/** ago is how long something has waited, in one unit. */
export function ago(ms: number, language: Language): string {
  const minutes = Math.floor(ms / 60_000)
  const zh = language === 'zh'
  if (minutes < 1) return zh ? '不到 1 分钟' : '< 1 min'
  if (minutes < 60) return zh ? `${minutes} 分钟` : `${minutes} min`
  if (minutes < 60 * 24) return zh ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / 60)} h`
  return zh ? `${Math.floor(minutes / 1440)} 天` : `${Math.floor(minutes / 1440)} d`
}

const counting = new Intl.NumberFormat('en-US')

/** count is a number with its thousands marked. */
export function count(n: number): string {
  return counting.format(n)
}
