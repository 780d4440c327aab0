import { useStaffName } from '../../api/known'
import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { cx } from '../../ui/class'
import { ForeignLine, UserLink } from '../../ui/foreign'
import { useReason } from '../../ui/states'
import { partyWords } from './words'

/** coinsOf is a number of coins; one that a browser does not hold exactly says so. */
export function coinsOf(n: number): string {
  return `${Number.isSafeInteger(n) ? '' : '≈ '}${count(Math.abs(n))}`
}

/** Moved is what somebody got or gave, with its sign. */
export function Moved({ coins }: { coins: number }) {
  return <span className={cx('font-medium', coins > 0 && 'text-ok')}>{coins > 0 ? '+' : '−'}{coinsOf(coins)}</span>
}

/** Account is who has coins: a user, or the app's house. */
export function Account({ app, id }: { app: string; id: string }) {
  const t = useWords(partyWords)
  return id === '' ? <span className="text-ink-2">{t.house}</span> : <UserLink app={app} id={id} />
}

/** MovedBy is who asked for a movement: a user, the app's own server, one of the staff. */
export function MovedBy({ app, author }: { app: string; author: string }) {
  const t = useWords(partyWords)
  const staffName = useStaffName()
  if (author.startsWith('user:')) return <UserLink app={app} id={author.slice(5)} className="text-ink-2" />
  if (author === `app ${app}`) return <span className="text-ink-2">{t.appServer}</span>
  return <ForeignLine className="text-ink-2">{/^\d+$/.test(author) ? staffName(author) : author}</ForeignLine>
}

const codes = ['no_user', 'too_many_coins', 'not_enough_coins', 'already_refunded', 'no_reward'] as const

/** useRefused says why coins were not moved. */
export function useRefused(): (error: unknown) => string {
  const t = useWords(partyWords)
  const reason = useReason()
  return (error) => {
    const code = codes.find((one) => one === asProblem(error).code)
    return code ? t[code] : reason(error)
  }
}
