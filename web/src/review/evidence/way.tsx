import { type ReactNode, memo, useEffect, useRef } from 'react'
import { LogIn, LogOut, Phone, PhoneOff } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { UserLink } from '../../ui/foreign'
import { cx } from '../../ui/class'
import type { Entry } from './call'
import { ItemRow, Time } from './item'
import { evidenceWords } from './words'

export interface WayProps {
  app: string
  entries: readonly Entry[]
  since: string
  risky: boolean
  fresh?: ReadonlySet<string>
  focus?: number | null
  marked?: readonly number[]
  onFocus?: (n: number) => void
  onMark?: (n: number) => void
}

/** WayList is everything that is known to have happened in a call, one below the other. */
export const WayList = memo(function WayList({ app, entries, since, risky, fresh, focus, marked, onFocus, onMark }: WayProps) {
  const t = useWords(evidenceWords)
  return (
    <ol aria-label={t.way}>
      {entries.map((entry) => (entry.kind === 'evidence'
        ? (
          <ItemRow
            key={entry.key} app={app} item={entry.item} since={since} risky={risky} fresh={fresh?.has(entry.key) === true} focused={focus === entry.item.n} marked={marked?.includes(entry.item.n) === true}
            onFocus={onFocus} onMark={onMark}
          />
        )
        : <Step key={entry.key} app={app} entry={entry} since={since} />))}
    </ol>
  )
})

const icons = { start: Phone, end: PhoneOff, join: LogIn, leave: LogOut } as const

/** Step is a moment of the call's life. */
function Step({ app, entry, since }: { app: string; entry: Exclude<Entry, { kind: 'evidence' }>; since: string }) {
  const t = useWords(evidenceWords)
  const Icon = icons[entry.kind]
  const person = 'person' in entry ? entry.person : null
  return (
    <li className="flex min-h-9 items-center gap-3 py-1 pr-5 pl-3 text-ui text-ink-2">
      <Time at={entry.at} since={since} />
      <span className="flex w-7 shrink-0 justify-center text-ink-3"><Icon size={14} aria-hidden="true" /></span>
      <span className="flex min-w-0 items-center gap-1.5">
        {person && (person.user_id ? <UserLink app={app} id={person.user_id} className={cx('max-w-64', person.accused ? 'text-danger!' : '')} /> : <span className="foreign-line">{t.unknown} <bdi>{person.uid}</bdi></span>)}
        <span className="shrink-0">{t[entry.kind]}</span>
      </span>
    </li>
  )
}

/** WayRegion is the way of a call where it is judged. The piece in focus is kept in sight. */
export function WayRegion({ still, children, ...rest }: WayProps & { still?: object; /** What stands below it. */ children?: ReactNode }) {
  const t = useWords(evidenceWords)
  const region = useRef<HTMLDivElement>(null)
  const { focus } = rest
  const moved = useRef(false)
  useEffect(() => {
    // A case comes with what says most in sight. Then only a move of the focus scrolls; what comes by itself does not.
    if (focus !== null) region.current?.querySelector(`#item-${focus}`)?.scrollIntoView({ block: moved.current ? 'nearest' : 'center' })
    moved.current = true
  }, [focus])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <div ref={region} role="region" aria-label={t.way} tabIndex={0} {...still} className="min-h-0 flex-1 overflow-y-auto bg-surface pb-3 outline-offset-[-2px]">
      <WayList {...rest} />
      {children}
    </div>
  )
}
