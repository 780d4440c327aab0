import { useId } from 'react'
import { CopyButton } from './button'

/** Secret shows once what will never be shown again. */
export function Secret({ label, value, note, copy }: { label: string; value: string; note: string; copy: string }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <p id={id} className="text-label text-ink-2">{label}</p>
      <div className="flex items-center gap-1 rounded-control border border-warn-line bg-warn-soft py-1.5 pr-1.5 pl-3">
        <output aria-labelledby={id} className="min-w-0 flex-1 font-mono text-ui break-all select-all">{value}</output>
        <CopyButton text={value} label={copy} />
      </div>
      <p className="text-label text-warn">{note}</p>
    </div>
  )
}
