import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useLanguage } from '../i18n/language'
import { clock } from '../i18n/when'

export interface Line { values: readonly number[]; look: 'accent' | 'quiet' }

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const looks = { accent: '--accent', quiet: '--ink-3' } as const
const font = '11px "Inter Variable", sans-serif'

/** Chart draws lines over time: one in the accent colour, what it is compared with in grey. What the pointer is at is told to onPoint. */
export function Chart({ label, times, lines, height, onPoint }: {
  label: string; times: readonly number[]; lines: readonly Line[]; height: number; onPoint: (index: number | null) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const language = useLanguage()
  const data = useRef<uPlot.AlignedData>([[]])
  const point = useRef(onPoint)
  useEffect(() => {
    point.current = onPoint
    data.current = [[...times], ...lines.map((line) => [...line.values])]
    plot.current?.setData(data.current)
  }, [times, lines, onPoint])
  const shape = lines.map((line) => line.look).join(' ')
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const made = new uPlot(optionsOf(shape.split(' ') as Line['look'][], element.clientWidth, height, (at) => clock(new Date(at * 1000), language).slice(0, 5), (i) => point.current(i)), data.current, element)
    plot.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    // Another theme has other colours; they are asked for with every drawing.
    const themed = new MutationObserver(() => made.redraw(false, true))
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      resized.disconnect()
      themed.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape, height, language])
  return <div ref={box} role="img" aria-label={label} className="w-full overflow-hidden" style={{ height }} />
}

function optionsOf(lines: Line['look'][], width: number, height: number, timeOf: (at: number) => string, onPoint: (index: number | null) => void): uPlot.Options {
  const axis = { stroke: () => token('--ink-3'), font, ticks: { show: false }, grid: { stroke: () => token('--line'), width: 1 } }
  return {
    width, height,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    scales: { y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.15))] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_, at) => at.map(timeOf), size: 26, space: 90 },
      { ...axis, size: 36, space: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
    ],
    series: [{}, ...lines.map((look) => ({ stroke: () => token(looks[look]), width: look === 'accent' ? 2 : 1.5, dash: look === 'quiet' ? [4, 4] : undefined, points: { show: false } }))],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    hooks: { setCursor: [(u) => onPoint(u.cursor.idx ?? null)] },
  }
}
