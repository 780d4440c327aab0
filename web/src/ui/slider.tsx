import type { InputHTMLAttributes } from 'react'
import { cx } from './class'

// Two engines, two names for the same knob.
const knob = '[&::-webkit-slider-thumb]:size-4 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:border-2 [&::-webkit-slider-thumb]:border-surface [&::-webkit-slider-thumb]:bg-accent-solid [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-2 [&::-moz-range-thumb]:border-surface [&::-moz-range-thumb]:bg-accent-solid'

/** Slider chooses a number by sight, beside something that says which it is. */
export function Slider({ label, value, min, max, className, ...rest }: { label: string; value: number; min: number; max: number } & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'min' | 'max' | 'type'>) {
  const filled = max > min ? ((value - min) / (max - min)) * 100 : 0
  return (
    <input
      {...rest} type="range" aria-label={label} value={value} min={min} max={max}
      className={cx('h-1.5 cursor-pointer appearance-none rounded-full disabled:cursor-default', knob, className)}
      style={{ background: `linear-gradient(to right, var(--accent-line) ${filled}%, var(--active) ${filled}%)` }}
    />
  )
}
