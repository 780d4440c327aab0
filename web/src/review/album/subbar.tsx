import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { Segmented, Switch } from '../../ui/field'
import { LeaseRing } from '../desk/leasering'
import { type Batch, liveWorks } from './batch'
import { albumWords } from './words'

const strengths = [0, 1, 2, 3].map((value) => ({ value, label: String(value) }))

/** SubBar says how much is in hand and for how long, and how it is looked at. */
export function SubBar({ batch, grouped, onGroup }: { batch: Batch | null; grouped: boolean; onGroup: (on: boolean) => void }) {
  const t = useWords(albumWords)
  const [preferences, change] = usePreferences()
  // The lease that ends first: until then all of the batch is held.
  const until = batch && liveWorks(batch).map((work) => work.lease_expires_at).toSorted((a, b) => Date.parse(a) - Date.parse(b))[0]
  return (
    <div className="flex h-11 shrink-0 items-center gap-x-4 overflow-x-auto border-b border-line bg-surface px-5 whitespace-nowrap">
      <div className="flex flex-1 items-center gap-3">
        {batch && <><span className="text-ui font-semibold">{t.batch}</span><span className="text-ui text-ink-2">{t.pictures(liveWorks(batch).length)}</span>{until && <LeaseRing key={batch.id} until={until} />}</>}
      </div>
      <Switch label={t.byUser} checked={grouped} onChange={onGroup} />
      <Switch label={t.onlyRisky} checked={preferences.veil === 'risky'} onChange={(on) => change({ veil: on ? 'risky' : 'all' })} />
      {/* In a narrow window these two are found in the settings. */}
      <span className="hidden min-[1160px]:inline"><Switch label={t.grey} checked={preferences.grey} onChange={(grey) => change({ grey })} /></span>
      <div className="hidden items-center gap-2 min-[1160px]:flex">
        <span className="text-ui text-ink-2">{t.blur}</span>
        <Segmented label={t.blur} options={strengths} value={preferences.blur} onChange={(blur) => change({ blur })} />
      </div>
    </div>
  )
}
