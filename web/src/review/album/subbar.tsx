import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { span } from '../../i18n/when'
import { Segmented, Switch } from '../../ui/field'
import { Ring } from '../../ui/tag'
import { useLeft, warnUnder } from '../desk/lease'
import { deskWords } from '../desk/words'
import { type Batch, liveWorks } from './batch'
import { albumWords } from './words'

const strengths = [0, 1, 2, 3].map((value) => ({ value, label: String(value) }))

/** SubBar says how much is in hand and for how long, and how it is looked at. */
export function SubBar({ batch, grouped, onGroup }: { batch: Batch | null; grouped: boolean; onGroup: (on: boolean) => void }) {
  const t = useWords(albumWords)
  const [preferences, change] = usePreferences()
  return (
    <div className="flex h-11 shrink-0 items-center gap-x-4 overflow-x-auto border-b border-line bg-surface px-5 whitespace-nowrap">
      <div className="flex flex-1 items-center gap-3">
        {batch && <><span className="text-ui font-semibold">{t.batch}</span><span className="text-ui text-ink-2">{t.pictures(liveWorks(batch).length)}</span><LeaseRing batch={batch} /></>}
      </div>
      <Switch label={t.byUser} checked={grouped} onChange={onGroup} />
      <Switch label={t.onlyRisky} checked={preferences.veil === 'risky'} onChange={(on) => change({ veil: on ? 'risky' : 'all' })} />
      <Switch label={t.grey} checked={preferences.grey} onChange={(grey) => change({ grey })} />
      <div className="flex items-center gap-2">
        <span className="text-ui text-ink-2">{t.blur}</span>
        <Segmented label={t.blur} options={strengths} value={preferences.blur} onChange={(blur) => change({ blur })} />
      </div>
    </div>
  )
}

/** LeaseRing is the time that all of the batch is still held for. */
function LeaseRing({ batch }: { batch: Batch }) {
  const t = useWords(deskWords)
  const ends = liveWorks(batch).map((work) => work.lease_expires_at)
  const first = ends.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0]
  const left = useLeft(first)
  const low = left < warnUnder
  return (
    <span className={`flex items-center gap-1.5 text-ui ${low ? 'text-danger' : 'text-ink-2'}`}>
      <Ring left={left / (10 * 60_000)} tone={low ? 'danger' : 'accent'} />
      {left > 0 ? t.releasedIn(span(left)) : t.leaseEnded}
      {low && left > 0 && <span role="status" className="sr-only-live">{t.leaseLow(span(warnUnder))}</span>}
    </span>
  )
}
