import { useState } from 'react'
import { History, Square } from 'lucide-react'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Button } from '../../ui/button'
import { Choice } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import type { ReplayChange } from './change'
import { type Period, PeriodChoice, spanOf } from './period'
import { Bar } from './progress'
import { ReplayResult } from './result'
import { useReplay } from './run'
import { replayWords } from './words'

/** ReplayPanel shows what a change would have made of messages that are kept, before it is saved. Of all apps (app empty), one is chosen. */
export function ReplayPanel({ app, change }: { app: string; change: ReplayChange }) {
  const t = useWords(replayWords)
  const reason = useReason()
  const apps = useApps().data?.items ?? []
  const [chosen, setChosen] = useState('')
  const [period, setPeriod] = useState<Period>({ hours: 24 })
  const { state, run, stop } = useReplay()
  const of = app || chosen || (apps[0]?.app.id ?? '')
  const span = spanOf(period)
  const running = state.phase === 'running'
  const stale = state.input !== undefined && (state.input.app !== of || JSON.stringify(state.input.change) !== JSON.stringify(change))
  const start = () => {
    const now = spanOf(period)
    if (now) run({ app: of, ...now, change })
  }
  return (
    <section aria-label={t.title} className="flex min-w-0 flex-col gap-3">
      <p className="text-label text-ink-2">{t.note}</p>
      <div className="flex flex-wrap items-end gap-2">
        {app === '' && apps.length > 1 && (
          <div className="w-40"><Choice label={t.app} quiet title={t.app} value={of} disabled={running} onChange={(e) => setChosen(e.target.value)}>{apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}</Choice></div>
        )}
        <PeriodChoice value={period} onChange={setPeriod} disabled={running} />
        {running
          ? <Button icon={<Square size={13} />} onClick={stop}>{t.cancel}</Button>
          : <Button icon={<History size={14} />} disabled={of === '' || span === null} onClick={start}>{state.phase === 'idle' ? t.run : t.again}</Button>}
      </div>
      {span === null && <p className="text-label text-danger">{t.badPeriod}</p>}
      {of === '' && <p className="text-label text-ink-2">{t.noApp}</p>}
      {running && <Bar seen={state.seen} />}
      {state.phase === 'stopped' && <p role="status" className="text-label text-ink-2">{t.cancelled(count(state.seen.read))}</p>}
      {state.phase === 'failed' && <Note tone="danger">{t.failed}：{reason(state.problem)}</Note>}
      {state.phase === 'done' && <>{stale && <Note tone="warn">{t.stale}</Note>}<ReplayResult seen={state.seen} /></>}
    </section>
  )
}
