import { memo, type ReactNode } from 'react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { available } from '../desk/draft'
import type { WorkCase } from '../desk/work'
import { cx } from '../../ui/class'
import { ForeignLine } from '../../ui/foreign'
import type { DialogueUser, Judged } from './draft'
import { Face } from './face'
import { Label } from './label'
import { dialogueWords, sexOf } from './words'

/** UserFacts is who somebody is: name, number (or a link that says it), sex, how much he said and what he was judged to be before. */
export function UserFacts({ user, link, first }: { user: DialogueUser; link?: ReactNode; first?: string }) {
  const t = useWords(dialogueWords)
  const terms = useTerms()
  const offences = Object.entries((user.history.offences ?? {}) as Record<string, number>)
  const facts = [sexOf(t, user.sex), user.messages > 0 ? t.lines(user.messages) : t.silent].filter(Boolean).join(' · ')
  return (
    <>
      <ForeignLine className={cx('text-ui font-medium', user.name ? 'text-ink' : 'text-ink-3')}>{user.name || t.unnamed}</ForeignLine>
      <span className="foreign-line block text-label text-ink-2">{link ?? <bdi>{user.id}</bdi>} · {facts}</span>
      {first && <ForeignLine className="text-label text-accent">{t.first(terms.label(first))}</ForeignLine>}
      {offences.length > 0 && <ForeignLine className="text-label text-danger">{offences.map(([label, n]) => t.times(terms.label(label), n)).join(' · ')}</ForeignLine>}
    </>
  )
}

export interface UserRowProps {
  work: Pick<WorkCase, 'allowed'>
  user: DialogueUser
  judged: Judged
  /** What the first reviewer made of him, in an appeal. */
  first?: string
  risky: boolean
  focused: boolean
  at: number
  onFocus: (at: number) => void
}

/** UserRow is one of those to be judged. What is chosen in the dock is chosen for the row in focus. */
export const UserRow = memo(function UserRow({ work, user, judged, first, risky, focused, at, onFocus }: UserRowProps) {
  const terms = useTerms()
  const timed = available(work)
  const done = judged.actions.map((action) => (timed.get(action) ? terms.punishment(action, judged.hours) : terms.act(action)))
  return (
    <li id={`speaker-${at}`}>
      <button
        type="button"
        aria-current={focused || undefined}
        onMouseDown={(e) => e.preventDefault()}
        onClick={() => onFocus(at)}
        className={cx('relative flex w-full items-start gap-2.5 px-4 py-2 text-left', focused ? 'bg-accent-soft' : 'hover:bg-hover')}
      >
        <span aria-hidden="true" className={cx('absolute inset-y-0 left-0 w-[3px]', focused ? 'bg-accent' : 'bg-transparent')} />
        <Face user={user} name={user.name || user.id} risky={risky} size={30} />
        <span className="min-w-0 flex-1"><UserFacts user={user} first={first} /></span>
        <span className="flex max-w-[48%] min-w-0 shrink-0 flex-col items-end gap-1">
          <Label label={judged.label} />
          {done.length > 0 && <span className="foreign-line max-w-full text-label text-danger">{done.join(' + ')}</span>}
        </span>
      </button>
    </li>
  )
})
