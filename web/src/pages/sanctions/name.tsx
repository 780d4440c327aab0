import { useStaffName } from '../../api/known'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { ago } from '../../i18n/when'
import { cx } from '../../ui/class'
import { useNow } from '../../ui/now'
import { Dot } from '../../ui/tag'
import { type Sanction, type Standing, hoursOf, standingOf } from './sanction'
import { sanctionWords } from './words'

/** useSanctionName names a sanction: what, where and for how long. */
export function useSanctionName(): (s: Sanction) => string {
  const terms = useTerms()
  return (s) => `${terms.module(s.module_type)} · ${terms.punishment(s.action, hoursOf(s))}`
}

/** useAuthorName names who punished or lifted: one of the staff by his number, an app's policy or its call cloud. */
export function useAuthorName(): (author: string) => string {
  const t = useWords(sanctionWords)
  const nameOf = useStaffName()
  return (author) => (author === 'policy' ? t.policy : author === 'netease' ? t.cloud : nameOf(author))
}

const tones = { force: 'danger', coming: 'accent', lifted: 'plain', ended: 'plain', once: 'plain' } as const

/** StandingTag says whether a sanction binds, and how much longer. */
export function StandingTag({ sanction }: { sanction: Sanction }) {
  const t = useWords(sanctionWords)
  const language = useLanguage()
  const now = useNow(30_000)
  const standing = standingOf(sanction, now)
  const left = sanction.ends_at ? t.left(ago(Date.parse(sanction.ends_at) - now, language)) : t.forever
  const word: Record<Standing, string> = { force: `${t.inForce} · ${left}`, coming: t.coming, lifted: t.lifted, ended: t.ended, once: t.once }
  return <span className={cx('inline-flex items-center gap-2 whitespace-nowrap', standing !== 'force' && 'text-ink-2')}><Dot tone={tones[standing]} />{word[standing]}</span>
}
