import { useId } from 'react'
import { RotateCcw } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { IconButton } from '../../ui/button'
import { cx } from '../../ui/class'
import { Field } from '../../ui/field'
import { Slider } from '../../ui/slider'
import type { Draft } from './draft'
import { type Audit, type Name, isShare, valueOf } from './spec'
import { thresholdWords } from './words'

export interface PartProps { draft: Draft; stored: Audit; editable: boolean; onChange: (part: Partial<Draft>) => void }

/** Threshold is one of them: what it means, what it is, and what it would be by default. */
export function Threshold({ name, draft, stored, editable, onChange }: PartProps & { name: Name }) {
  const t = useWords(thresholdWords)
  const note = useId()
  const standard = stored.defaults[name]
  const typed = draft.set[name]
  const wrong = typed !== undefined && valueOf(name, typed) === null
  const put = (value: string | undefined) => onChange({ set: { ...draft.set, [name]: value } })
  const share = isShare(name)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 gap-y-1 py-2.5">
      <div className="min-w-0">
        <p className={cx('text-ui', typed !== undefined && 'font-medium')}>{t[name]}</p>
        <p id={note} className="max-w-[46em] text-label text-ink-2">{t[`${name}Note`]}</p>
      </div>
      <div className="flex items-center gap-2">
        {share && (
          <Slider
            label={t[name]} min={0} max={1} step={0.01} aria-describedby={note} disabled={!editable}
            value={wrong ? standard : Number(typed ?? standard)} onChange={(e) => put(e.target.value)} className="hidden w-28 min-[1360px]:block"
          />
        )}
        <div className="w-[88px]">
          <Field
            label={t[name]} quiet type="number" inputMode={share ? 'decimal' : 'numeric'} min={0} max={share ? 1 : 1_000_000} step={share ? 0.01 : 1} disabled={!editable} aria-invalid={wrong || undefined}
            value={typed ?? String(standard)} onChange={(e) => put(e.target.value)} className="text-right"
          />
        </div>
        <span className="w-[76px] text-label whitespace-nowrap text-ink-3">{standard === 0 ? t.noDefault : t.byDefault(String(standard))}</span>
        <IconButton label={t.resetOf(t[name])} size="s" disabled={!editable || typed === undefined} className={cx(typed === undefined && 'invisible')} onClick={() => put(undefined)}><RotateCcw size={14} /></IconButton>
      </div>
      {wrong && <p role="alert" className="col-span-2 text-right text-label text-danger">{share ? t.badShare : t.badNumber}</p>}
    </div>
  )
}
