import { useWords } from '../../i18n/language'
import { Field, Segmented } from '../../ui/field'
import { localOf, utcOf } from '../../ui/filters'
import { replayWords } from './words'

/** Period is hours back from now, or from one moment to another (UTC). */
export type Period = { hours: 1 | 24 | 168 } | { from: string; to: string }

const hour = 3_600_000

/** spanOf is a period as two moments; null where it is none. */
export function spanOf(period: Period, now = Date.now()): { from: string; to: string } | null {
  if ('hours' in period) return { from: new Date(now - period.hours * hour).toISOString(), to: new Date(now).toISOString() }
  return period.from !== '' && period.to !== '' && period.from < period.to ? period : null
}

/** PeriodChoice chooses one; the fields of moments show where neither of the usual ones will do. */
export function PeriodChoice({ value, onChange, disabled }: { value: Period; onChange: (period: Period) => void; disabled: boolean }) {
  const t = useWords(replayWords)
  const own = 'from' in value
  const options = [{ value: 1, label: t.hour }, { value: 24, label: t.day }, { value: 168, label: t.week }, { value: 0, label: t.custom }] as const
  const choose = (hours: 0 | 1 | 24 | 168) => onChange(hours === 0 ? (spanOf(value) ?? { from: '', to: '' }) : { hours })
  return (
    <>
      <Segmented label={t.period} options={options} value={own ? 0 : value.hours} onChange={choose} disabled={disabled} />
      {own && (
        <div className="flex items-center gap-1">
          <Moment label={t.from} value={value.from} disabled={disabled} onChange={(from) => onChange({ ...value, from })} />
          <span aria-hidden="true" className="text-ink-3">–</span>
          <Moment label={t.to} value={value.to} disabled={disabled} onChange={(to) => onChange({ ...value, to })} />
        </div>
      )}
    </>
  )
}

function Moment({ label, value, onChange, disabled }: { label: string; value: string; onChange: (value: string) => void; disabled: boolean }) {
  return <div className="w-[172px]"><Field type="datetime-local" label={label} title={label} quiet disabled={disabled} value={localOf(value)} onChange={(e) => onChange(utcOf(e.target.value))} className="px-2! text-label!" /></div>
}
