import { memo } from 'react'
import { CircleSlash, DoorOpen, LogIn, MicOff, PhoneOff, Trash2, TriangleAlert, TvMinimal, UserX, type LucideIcon } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import type { ActionKey } from '../../keys/keymap'
import { type Bindings, useFace } from '../../keys/keys'
import { cx } from '../../ui/class'
import { actionTypes, kindred } from '../desk/draft'
import type { ActionType } from '../desk/work'
import { dockWords } from './words'

const icons: Record<ActionType, LucideIcon> = {
  mute: MicOff, delete: Trash2, login_limit: LogIn, kick_out: UserX, dismiss_group: DoorOpen, close_show: TvMinimal, warn: TriangleAlert, kick_room: UserX, close_room: PhoneOff,
}

/** What is alike has the same letter, and no case allows both. */
const letters: Record<ActionType, ActionKey> = {
  mute: 'Q', delete: 'W', login_limit: 'E', kick_out: 'R', dismiss_group: 'T', close_show: 'Y', warn: 'W', kick_room: 'R', close_room: 'Y',
}

/** letterOf is the letter that an action always has, whatever else is there. */
export function letterOf(action: ActionType): ActionKey {
  return letters[action]
}

/** actionKeysOf binds the letters to the actions that are available. */
export function actionKeysOf(can: ReadonlyMap<ActionType, boolean>, onToggle: (action: ActionType) => void): Bindings {
  return Object.fromEntries(actionTypes.filter((action) => can.has(action)).map((action) => [`action${letterOf(action)}`, () => onToggle(action)]))
}

/** ActionToggles are what may be done. What the relation does not allow is hidden behind a count; letters never move. */
export const ActionToggles = memo(function ActionToggles({ can, chosen, onToggle, disabled }: { can: ReadonlyMap<ActionType, boolean>; chosen: readonly ActionType[]; onToggle: (action: ActionType) => void; disabled?: boolean }) {
  const t = useWords(dockWords)
  const terms = useTerms()
  const cannot = kindred(can).filter((action) => !can.has(action))
  const list = t.notHereList(cannot.map(terms.act).join(t.dock === '裁决' ? '、' : ', '))
  return (
    <div role="group" aria-label={t.action} className="flex min-w-0 items-center gap-1.5">
      {actionTypes.filter((action) => can.has(action)).map((action) => <Toggle key={action} action={action} on={chosen.includes(action)} onToggle={onToggle} disabled={disabled} />)}
      {cannot.length > 0 && (
        <span title={list} className="inline-flex shrink-0 items-center gap-1.5 px-1 text-label whitespace-nowrap text-ink-3">
          <CircleSlash size={13} aria-hidden="true" /><span aria-hidden="true" className="hidden min-[1560px]:inline">{t.notHere(cannot.length)}</span><span aria-hidden="true" className="min-[1560px]:hidden">{cannot.length}</span><span className="sr-only">{list}</span>
        </span>
      )}
    </div>
  )
})

/** Toggle chooses an action, or chooses it no more. */
export function Toggle({ action, on, onToggle, disabled }: { action: ActionType; on: boolean; onToggle: (action: ActionType) => void; disabled?: boolean }) {
  const terms = useTerms()
  const Icon = icons[action]
  const face = useFace(`action${letterOf(action)}`)
  return (
    <button
      type="button"
      aria-pressed={on}
      disabled={disabled}
      onMouseDown={(e) => e.preventDefault()}
      onClick={() => onToggle(action)}
      className={cx(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border pr-2 text-ui whitespace-nowrap', face ? 'pl-1.5' : 'pl-2.5',
        on ? 'border-danger-line bg-danger-soft font-medium text-danger' : 'border-line bg-surface text-ink-2 hover:border-line-strong hover:text-ink disabled:hover:border-line disabled:hover:text-ink-2',
        disabled && 'border-line bg-transparent text-ink-3',
      )}
    >
      {face && <kbd aria-hidden="true" className={cx('inline-flex size-[18px] items-center justify-center rounded-key font-sans text-meta font-medium', on && !disabled ? 'bg-danger-solid text-on-solid' : 'bg-hover text-ink-2')}>{face}</kbd>}
      <Icon size={15} aria-hidden="true" className="shrink-0" />
      {terms.act(action)}
    </button>
  )
}
