import { memo } from 'react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import type { Command } from '../../keys/keymap'
import { type Bindings, useFace } from '../../keys/keys'
import { cx } from '../../ui/class'
import type { Reason } from '../desk/work'
import { dockWords } from './words'

/** reasonKeys binds the digits to reasons. */
export function reasonKeys(reasons: readonly Reason[], onChoose: (label: string) => void): Bindings {
  return Object.fromEntries(reasons.flatMap(({ key, label }) => (key ? [[`reason${key}`, () => onChoose(label)]] : [])))
}

/** ReasonChips are what a case can be decided for. A chosen one is inverted, not red: a reason is not yet a verdict. */
export const ReasonChips = memo(function ReasonChips({ reasons, chosen, onChoose, disabled }: { reasons: readonly Reason[]; chosen: string | null; onChoose: (label: string) => void; disabled?: boolean }) {
  const t = useWords(dockWords)
  return (
    <div role="group" aria-label={t.reason} className="flex min-w-0 flex-wrap gap-1.5">
      {reasons.map((reason) => <Chip key={reason.label} reason={reason} on={reason.label === chosen} onChoose={onChoose} disabled={disabled} />)}
    </div>
  )
})

function Chip({ reason: { label, key, complaints }, on, onChoose, disabled }: { reason: Reason; on: boolean; onChoose: (label: string) => void; disabled?: boolean }) {
  const t = useWords(dockWords)
  const terms = useTerms()
  const face = useFace(`reason${key ?? 1}` as Command)
  return (
    <button
      type="button"
      aria-pressed={on}
      disabled={disabled}
      title={complaints > 0 ? t.reported(complaints) : undefined}
      onMouseDown={(e) => e.preventDefault()}
      onClick={() => onChoose(label)}
      className={cx(
        'inline-flex h-8 max-w-40 items-center gap-2 rounded-control border pr-2.5 text-ui whitespace-nowrap',
        key && face ? 'pl-1.5' : 'pl-2.5',
        on ? 'border-ink bg-ink font-medium text-surface' : 'border-line bg-surface text-ink-2 hover:border-line-strong hover:text-ink disabled:hover:border-line disabled:hover:text-ink-2',
        disabled && (on ? 'border-ink-3 bg-ink-3' : 'bg-transparent text-ink-3'),
      )}
    >
      {key && face && <kbd aria-hidden="true" className={cx('inline-flex size-[18px] items-center justify-center rounded-key font-sans text-meta font-medium', on ? 'bg-surface text-ink' : 'bg-hover text-ink-2')}>{face}</kbd>}
      <span className="foreign-line">{terms.label(label)}</span>
      {complaints > 0 && <span className={cx('text-label', on ? 'text-surface' : 'text-ink-3')}>{complaints}</span>}
    </button>
  )
}
