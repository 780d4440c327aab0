import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react'
import { cx } from './class'

const box = 'w-full rounded-control border border-line-strong bg-surface px-2.5 text-ui text-ink placeholder:text-ink-3 aria-[invalid=true]:border-danger disabled:bg-hover disabled:text-ink-3'

interface Around {
  label: string
  /** What is expected, below the field. */
  hint?: ReactNode
  /** What is wrong with it. */
  error?: string
  /** The label is for screen readers only. */
  quiet?: boolean
}

function Labelled({ label, hint, error, quiet, id, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={quiet ? 'sr-only' : 'text-label text-ink-2'}>{label}</label>
      {children}
      {error ? <p id={`${id}-note`} className="text-label text-danger">{error}</p> : hint ? <p id={`${id}-note`} className="text-label text-ink-3">{hint}</p> : null}
    </div>
  )
}

export function Field({ label, hint, error, quiet, className, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Labelled {...{ label, hint, error, quiet, id }}>
      <input {...rest} id={id} aria-invalid={error ? true : undefined} aria-describedby={error || hint ? `${id}-note` : undefined} className={cx(box, 'h-8', className)} />
    </Labelled>
  )
}

export function Area({ label, hint, error, quiet, className, ...rest }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <Labelled {...{ label, hint, error, quiet, id }}>
      <textarea {...rest} id={id} aria-invalid={error ? true : undefined} aria-describedby={error || hint ? `${id}-note` : undefined} className={cx(box, 'min-h-16 py-1.5', className)} />
    </Labelled>
  )
}

export function Choice({ label, hint, error, quiet, className, children, ...rest }: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  return (
    <Labelled {...{ label, hint, error, quiet, id }}>
      <select {...rest} id={id} className={cx(box, 'h-8 pr-7', className)}>{children}</select>
    </Labelled>
  )
}

/** Switch turns something on and off at once. */
export function Switch({ label, checked, onChange, disabled }: { label: string; checked: boolean; onChange: (on: boolean) => void; disabled?: boolean }) {
  return (
    <button type="button" role="switch" aria-checked={checked} disabled={disabled} onClick={() => onChange(!checked)} className="inline-flex items-center gap-2 text-ui text-ink-2 hover:text-ink disabled:text-ink-3">
      <span className={cx('relative h-4 w-7 rounded-full border transition-colors', checked ? 'border-accent-solid bg-accent-solid' : 'border-ink-3 bg-hover')}>
        <span className={cx('absolute top-0.5 size-2.5 rounded-full transition-[left]', checked ? 'left-3.5 bg-on-solid' : 'left-0.5 bg-ink-3')} />
      </span>
      {label}
    </button>
  )
}

export interface Option<V> { value: V; label: string; disabled?: boolean }

/** Segmented is one choice among few, all of them in sight. */
export function Segmented<V extends string | number>({ label, options, value, onChange, disabled, dim }: {
  label: string; options: readonly Option<V>[]; value: V; onChange: (value: V) => void; disabled?: boolean; dim?: boolean
}) {
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex h-8 items-center rounded-control border border-line bg-sunken p-0.5">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          disabled={disabled || option.disabled}
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => onChange(option.value)}
          className={cx(
            'h-full rounded-[5px] border px-2.5 text-label whitespace-nowrap',
            option.value === value && !dim ? 'border-line-strong bg-surface font-medium text-ink' : 'border-transparent text-ink-2 hover:text-ink disabled:text-ink-3',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
