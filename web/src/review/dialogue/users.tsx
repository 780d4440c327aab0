import { type ReactNode, useEffect, useRef } from 'react'
import { Check } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { cx } from '../../ui/class'
import { CaseLink, ForeignLine, When } from '../../ui/foreign'
import { Tag } from '../../ui/tag'
import type { WorkCase } from '../desk/work'
import type { DialogueDraft, DialogueUser } from './draft'
import { usersOf } from './draft'
import { Label } from './label'
import { UserRow } from './user'
import { lacking, suggested } from './verdict'
import { dialogueWords } from './words'

/** UsersPanel is everybody in the dialogue with his verdict, what is known of the one in focus, and the dialogue's own verdict. */
export function UsersPanel({ work, draft, place, risky, onFocus }: { work: WorkCase; draft: DialogueDraft; place: number; risky: boolean; onFocus: (at: number) => void }) {
  const t = useWords(dialogueWords)
  const users = usersOf(work)
  const left = lacking(work, draft).length
  const first = (work.dialogue?.appeal?.first?.users ?? {}) as Record<string, string>
  const list = useRef<HTMLOListElement>(null)
  const moved = useRef(false)
  useEffect(() => {
    if (moved.current) list.current?.querySelector(`#speaker-${place}`)?.scrollIntoView({ block: 'nearest' })
    moved.current = true
  }, [place])
  const inFocus = users[place]
  return (
    <aside aria-label={t.users} className="flex w-[var(--side)] shrink-0 flex-col border-l border-line bg-sunken">
      <header className="flex h-11 shrink-0 items-center justify-between gap-3 border-b border-line px-4">
        <h2 className="text-ui font-semibold">{t.users} <span className="font-normal text-ink-2">{users.length}</span></h2>
        <Tag tone={left === 0 ? 'ok' : 'warn'} icon={left === 0 && <Check size={11} aria-hidden="true" />}>{left === 0 ? t.allJudged : t.judged(users.length - left, users.length)}</Tag>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys */}
      <ol ref={list} aria-label={t.users} tabIndex={0} className="min-h-0 flex-1 divide-y divide-line overflow-y-auto outline-offset-[-2px]">
        {users.map((user, at) => {
          const judged = draft.users[user.key]
          return judged && <UserRow key={user.key} work={work} user={user} judged={judged} first={first[user.key]} risky={risky} focused={at === place} at={at} onFocus={onFocus} />
        })}
      </ol>
      <Before app={work.app} user={inFocus} />
      <Whole work={work} draft={draft} focused={place === users.length} onFocus={() => onFocus(users.length)} />
    </aside>
  )
}

/** Before is what the user in focus was judged to be earlier. Its place is fixed, so that nothing moves when the focus does. */
function Before({ app, user }: { app: string; user?: DialogueUser }) {
  const t = useWords(dialogueWords)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <section aria-label={t.history} tabIndex={0} className="h-[132px] shrink-0 overflow-y-auto border-t border-line px-4 py-2.5 outline-offset-[-2px]">
      <div className="flex items-center justify-between gap-3 pb-1 text-label">
        <h3 className="font-medium text-ink-2">{t.history}</h3>
        {user && <Link to="/users/$id" params={{ id: user.id }} search={{ app }} className="text-ink-2 hover:text-accent">{t.more}</Link>}
      </div>
      {user && <Verdicts user={user} />}
    </section>
  )
}

/** Verdicts are the last things that somebody was judged to be. */
export function Verdicts({ user: { history } }: { user: Pick<DialogueUser, 'history'> }) {
  const t = useWords(dialogueWords)
  const terms = useTerms()
  if (history.last.length === 0) return <p className="text-label text-ink-3">{t.noHistory}</p>
  return (
    <ul className="flex flex-col text-label">
      {history.last.map(({ case_id, at, label }) => (
        <li key={case_id} className="flex h-5 items-center gap-2">
          <span className={cx('min-w-0 flex-1 truncate', label === 'pass' ? 'text-ok' : 'text-danger')}>{terms.label(label)}</span>
          <CaseLink id={case_id} className="text-label" /><When at={at} className="text-ink-3" />
        </li>
      ))}
    </ul>
  )
}

function Whole({ work, draft, focused, onFocus }: { work: WorkCase; draft: DialogueDraft; focused: boolean; onFocus: () => void }) {
  const t = useWords(dialogueWords)
  const label = draft.own ?? suggested(work, draft)
  const how: ReactNode = label === null ? t.notYet : draft.own === null ? t.suggested : t.chosen
  return (
    <button
      type="button" aria-current={focused || undefined} onMouseDown={(e) => e.preventDefault()} onClick={onFocus}
      className={cx('relative flex h-14 w-full shrink-0 items-center gap-2.5 border-t border-line px-4 text-left', focused ? 'bg-accent-soft' : 'bg-surface hover:bg-hover')}
    >
      <span aria-hidden="true" className={cx('absolute inset-y-0 left-0 w-[3px]', focused ? 'bg-accent' : 'bg-transparent')} />
      <span className="min-w-0 flex-1"><span className="block text-ui font-semibold text-ink">{t.whole}</span><ForeignLine className="text-label text-ink-2">{t.wholeNote}</ForeignLine></span>
      <span className="flex shrink-0 items-center gap-1.5 text-label text-ink-2">{how}{label !== null && <Label label={label} />}</span>
    </button>
  )
}
