import { memo } from 'react'
import { useLanguage, useWords } from '../../i18n/language'
import { lasting } from '../../i18n/when'
import { CommandKey } from '../../ui/button'
import { cx } from '../../ui/class'
import { dockWords } from './words'

/** Durations is how many hours a punishment lasts. It is dimmed where nothing chosen lasts. */
export const Durations = memo(function Durations({ hours, ...rest }: Omit<LengthsProps, 'values' | 'name'> & { hours: readonly number[] }) {
  const language = useLanguage()
  return <Lengths values={hours} name={(one) => lasting(one, language)} {...rest} />
})

interface LengthsProps { values: readonly number[]; name: (value: number) => string; value: number; onChange: (value: number) => void; onStep: (by: 1 | -1) => void; dim?: boolean; disabled?: boolean }

/** Lengths are those to choose from, with a step key at each end. */
export function Lengths({ values, name, value, onChange, onStep, dim = false, disabled }: LengthsProps) {
  const t = useWords(dockWords)
  const off = dim || disabled
  return (
    <div role="group" aria-label={t.duration} className="flex h-8 shrink-0 items-center gap-0.5 rounded-control border border-line bg-sunken p-0.5">
      <Step label={t.shorter} command="shorter" disabled={off || value === values[0]} onClick={() => onStep(-1)} />
      {values.map((one) => (
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
          {name(one)}
        </button>
      ))}
      <Step label={t.longer} command="longer" disabled={off || value === values.at(-1)} onClick={() => onStep(1)} />
    </div>
  )
}

function Step({ label, command, disabled, onClick }: { label: string; command: 'shorter' | 'longer'; disabled?: boolean; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onMouseDown={(e) => e.preventDefault()} onClick={onClick} className="inline-flex h-full min-w-6 items-center justify-center rounded-[5px] px-0.5 text-label text-ink-2 hover:text-ink disabled:text-ink-3">
      <CommandKey command={command} /><span className="not-only:hidden">{command === 'shorter' ? '−' : '+'}</span>
    </button>
  )
}
