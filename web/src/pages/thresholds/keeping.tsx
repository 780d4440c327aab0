import { useWords } from '../../i18n/language'
import { Field, Segmented } from '../../ui/field'
import { Note } from '../../ui/states'
import { mostDays, whole } from './draft'
import type { PartProps } from './threshold'
import { thresholdWords } from './words'

/** Keeping is when a message is kept, and for how long. */
export function Keeping({ draft, editable, onChange }: PartProps) {
  const t = useWords(thresholdWords)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        <span className="text-label text-ink-2">{t.record}</span>
        <span><Segmented label={t.record} disabled={!editable} options={[{ value: 'durable', label: t.durable }, { value: 'async', label: t.async }]} value={draft.record} onChange={(record) => onChange({ record })} /></span>
        {draft.record === 'async' ? <div className="max-w-[46em]"><Note tone="warn">{t.asyncNote}</Note></div> : <p className="text-label text-ink-2">{t.durableNote}</p>}
      </div>
      <div className="max-w-72"><Field label={t.keep} hint={t.keepNote} error={whole(draft.days, mostDays) === null ? t.badDays : undefined} type="number" min={1} max={mostDays} disabled={!editable} value={draft.days} onChange={(e) => onChange({ days: e.target.value })} /></div>
    </div>
  )
}
