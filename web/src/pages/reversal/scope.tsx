import { type ReactNode, useState } from 'react'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { Choice, Segmented } from '../../ui/field'
import type { Reversible } from './calls'
import { reversalWords } from './words'

type Span = 'given' | '1' | '24' | '168' | 'all'
const hour = 3_600_000

/** since is when a span of hours up to now begins, to the minute, so that the counts of a minute are asked for once. */
export function since(hours: number, now = Date.now()): string {
  return new Date(Math.floor(now / 60_000) * 60_000 - hours * hour).toISOString()
}

/** useScope is what exactly would be undone, and the controls that choose it. */
export function useScope(what: Reversible): { scope: Reversible; choices: ReactNode } {
  const t = useWords(reversalWords)
  const apps = useApps().data?.items ?? []
  const given = what.from !== undefined || what.to !== undefined
  const [app, setApp] = useState('')
  const [span, setSpan] = useState<Span>(given ? 'given' : '24')
  const [from, setFrom] = useState(() => since(24))
  const [any, setAny] = useState(false)
  const of = what.app || app || (apps.length === 1 ? (apps[0]?.app.id ?? '') : '')
  const choose = (next: Span) => {
    setSpan(next)
    if (next !== 'given' && next !== 'all') setFrom(since(Number(next)))
  }
  const period = span === 'given' ? { from: what.from, to: what.to } : span === 'all' ? {} : { from }
  const spans = [...(given ? [{ value: 'given', label: t.asFiltered }] as const : []), { value: '1', label: t.hour }, { value: '24', label: t.day }, { value: '168', label: t.week }, { value: 'all', label: t.all }] as const
  const choices = (
    <div className="flex flex-wrap items-center gap-3">
      {what.app === '' && apps.length > 1 && (
        <div className="w-48">
          <Choice label={t.app} quiet value={app} onChange={(e) => setApp(e.target.value)}>
            <option value="">{t.pickApp}</option>
            {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
          </Choice>
        </div>
      )}
      <Segmented<Span> label={t.period} options={spans} value={span} onChange={choose} />
      {what.version !== undefined && <Segmented label={t.version} options={[{ value: 0, label: t.thisVersion(what.version) }, { value: 1, label: t.anyVersion }]} value={any ? 1 : 0} onChange={(one) => setAny(one === 1)} />}
    </div>
  )
  return { scope: { app: of, cause: what.cause, ...(what.version !== undefined && !any && { version: what.version }), ...period }, choices }
}
