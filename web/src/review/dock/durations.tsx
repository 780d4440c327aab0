import { memo } from 'react'
import { useLanguage, useWords } from '../../i18n/language'
import { lasting } from '../../i18n/when'
import { CommandKey } from '../../ui/button'
import { cx } from '../../ui/class'
import { dockWords } from './words'

/** Durations is how long a punishment lasts, with a step key at each end. It is dimmed where nothing chosen lasts. */
export const Durations = memo(function Durations({ hours, value, onChange, onStep, dim, disabled }: {
  hours: readonly number[]; value: number; onChange: (hours: number) => void; onStep: (by: 1 | -1) => void; dim: boolean; disabled?: boolean
}) {
  const t = useWords(dockWords)
  const language = useLanguage()
  const off = dim || disabled
  return (
    <div role="group" aria-label={t.duration} className="flex h-8 shrink-0 items-center gap-0.5 rounded-control border border-line bg-sunken p-0.5">
      <Step label={t.shorter} command="shorter" disabled={off || value === hours[0]} onClick={() => onStep(-1)} />
      {hours.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === value && !dim}
          disabled={off}
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => onChange(one)}
          className={cx(
            'h-full rounded-[5px] border px-1.5 text-label whitespace-nowrap min-[1560px]:px-2.5',
            one === value && !off ? 'border-line-strong bg-surface font-semibold text-ink' : 'border-transparent text-ink-2 hover:text-ink disabled:text-ink-3',
          )}
        >
          {lasting(one, language)}
        </button>
      ))}
      <Step label={t.longer} command="longer" disabled={off || value === hours.at(-1)} onClick={() => onStep(1)} />
    </div>
  )
})

function Step({ label, command, disabled, onClick }: { label: string; command: 'shorter' | 'longer'; disabled?: boolean; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onMouseDown={(e) => e.preventDefault()} onClick={onClick} className="inline-flex h-full min-w-6 items-center justify-center rounded-[5px] px-0.5 text-label text-ink-2 hover:text-ink disabled:text-ink-3">
      <CommandKey command={command} /><span className="not-only:hidden">{command === 'shorter' ? '−' : '+'}</span>
    </button>
  )
}
