import { Suspense, lazy, useMemo, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, must } from '../../api/client'
import { useLanguage, useWords } from '../../i18n/language'
import { clock } from '../../i18n/when'
import { Failed } from '../../ui/states'
import { overviewWords } from './words'

// The library that draws is fetched only by who looks at lines.
const Chart = lazy(async () => ({ default: (await import('../../ui/chart')).Chart }))

const step = 2
const height = 208

/** PaceLines is the last hour: what arrived, and what was decided. The step that is not over yet is left out, for it looks like a fall. */
export function PaceLines({ app }: { app?: string }) {
  const t = useWords(overviewWords)
  const language = useLanguage()
  const { data, error, refetch } = useQuery({
    queryKey: ['stats', 'pace', app], queryFn: () => must(api.GET('/stats/pace', { params: { query: { app, minutes: 60, step } } })), refetchInterval: 15_000,
  })
  const [index, setIndex] = useState<number | null>(null)
  const shown = useMemo(() => {
    const steps = data?.items.slice(0, -1) ?? []
    const arrived = steps.map((one) => one.arrived)
    const decided = steps.map((one) => one.decided)
    return { steps, times: steps.map((one) => Date.parse(one.at) / 1000), lines: [{ values: arrived, look: 'quiet' as const }, { values: decided, look: 'accent' as const }], arrived: sum(arrived), decided: sum(decided) }
  }, [data])
  const at = index === null ? undefined : shown.steps[index]
  return (
    <section className="min-w-0 rounded-card border border-line bg-surface">
      <header className="flex h-10 items-center gap-4 px-4 text-label text-ink-2">
        <h2 className="font-medium">{t.pace}</h2>
        <Mark look="accent">{t.decided} {at ? at.decided : shown.decided}</Mark>
        <Mark look="quiet">{t.arrived} {at ? at.arrived : shown.arrived}</Mark>
        <span className="ml-auto text-ink-3">{at ? t.at(clock(at.at, language).slice(0, 5)) : t.per(step)}</span>
      </header>
      <div className="px-2 pb-2" style={{ minHeight: height }}>
        {error && !data ? <Failed error={error} again={() => void refetch()} /> : shown.steps.length > 0 && (
          <Suspense><Chart label={t.paceLabel(shown.arrived, shown.decided)} times={shown.times} lines={shown.lines} height={height} onPoint={setIndex} /></Suspense>
        )}
      </div>
    </section>
  )
}

function sum(list: readonly number[]): number {
  return list.reduce((all, one) => all + one, 0)
}

function Mark({ look, children }: { look: 'accent' | 'quiet'; children: React.ReactNode }) {
  return <span className="inline-flex items-center gap-1.5"><span aria-hidden="true" className={look === 'accent' ? 'w-4 border-t-2 border-accent' : 'w-4 border-t-2 border-dashed border-ink-3'} />{children}</span>
}
