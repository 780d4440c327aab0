import { type PointerEvent, useState } from 'react'
import { useWords } from '../../i18n/language'
import { Slider } from '../../ui/slider'
import type { Bound, Point } from './calls'
import { box, nearest, pathOf, percent, x, y } from './curve'
import { modelWords } from './words'

const ticks = [0, 0.25, 0.5, 0.75, 1]

/** Curve draws precision over recall. The pointer, or the slider below it, moves through the thresholds; what each would mean is said in a fixed place. */
export function Curve({ points, bounds }: { points: readonly Point[]; bounds: readonly Bound[] }) {
  const t = useWords(modelWords)
  const [at, setAt] = useState(() => Math.max(0, points.findLastIndex((point) => point.flagged <= (bounds[1]?.at_most ?? 0.005))))
  const point = points[Math.min(at, points.length - 1)]
  if (!point) return <p className="text-ui text-ink-2">{t.noCurve}</p>
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const place = event.currentTarget.getBoundingClientRect()
    setAt(nearest(points, (event.clientX - place.left) / place.width))
  }
  const summary = t.summary(percent(point.precision), percent(point.recall), percent(point.flagged), point.threshold.toFixed(3))
  return (
    <figure className="flex max-w-[640px] min-w-0 flex-col gap-2">
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={`${t.curve}. ${summary}`} className="w-full touch-none" onPointerMove={move}>
        <Axes />
        <path d={pathOf(points)} fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinejoin="round" />
        {bounds.filter((bound) => bound.recall > 0).map((bound) => <circle key={bound.at_most} cx={x(bound.recall)} cy={y(bound.precision)} r="3.5" fill="var(--surface)" stroke="var(--accent)" strokeWidth="1.5" />)}
        <g stroke="var(--ink-3)" strokeDasharray="3 3"><path d={`M${x(point.recall)} ${y(0)}V${y(point.precision)}H${x(0)}`} fill="none" /></g>
        <circle cx={x(point.recall)} cy={y(point.precision)} r="5" fill="var(--accent)" />
      </svg>
      <Slider label={t.pick} aria-valuetext={summary} min={0} max={points.length - 1} value={Math.min(at, points.length - 1)} onChange={(e) => setAt(Number(e.target.value))} className="mb-2 w-full" />
      <dl className="grid grid-cols-4 divide-x divide-line overflow-hidden rounded-card border border-line bg-surface">
        {([[t.threshold, point.threshold.toFixed(3)], [t.precision, percent(point.precision)], [t.recall, percent(point.recall)], [t.flagged, percent(point.flagged)]] as const).map(([name, value]) => (
          <div key={name} className="flex min-w-0 flex-col px-3 py-2"><dt className="order-2 text-label text-ink-2">{name}</dt><dd className="order-1 text-[17px] leading-6 font-semibold">{value}</dd></div>
        ))}
      </dl>
    </figure>
  )
}

function Axes() {
  const t = useWords(modelWords)
  return (
    <g className="text-[11px]" fill="var(--ink-3)">
      <g stroke="var(--line)">{ticks.map((tick) => <path key={tick} d={`M${x(0)} ${y(tick)}H${x(1)}M${x(tick)} ${y(0)}V${y(1)}`} />)}</g>
      <path d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} fill="none" stroke="var(--line-strong)" />
      {ticks.map((tick) => <text key={tick} x={x(0) - 8} y={y(tick) + 4} textAnchor="end">{percent(tick)}</text>)}
      {ticks.map((tick) => <text key={tick} x={x(tick)} y={y(0) + 16} textAnchor="middle">{percent(tick)}</text>)}
      <text x={0} y={12}>{t.precision} · {t.precisionNote}</text>
      <text x={x(1)} y={box.height - 6} textAnchor="end">{t.recall} · {t.recallNote}</text>
    </g>
  )
}
