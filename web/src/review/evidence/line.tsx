import { type ReactNode, memo, useMemo, useState } from 'react'
import { useLanguage, useWords } from '../../i18n/language'
import { clock, span as told } from '../../i18n/when'
import { serverNow } from '../desk/work'
import { cx } from '../../ui/class'
import { ForeignLine } from '../../ui/foreign'
import { type Call, type Person, gravest } from './call'
import { useLabelName } from './labels'
import { type Marker, type Span, markersOf, share, spanOf, ticksOf } from './timeline'
import { evidenceWords } from './words'

/** So many of the people have a row; in calls of more, those of whom there is nothing are left out. */
const mostRows = 5

/** percent is a place on the line as CSS writes it. */
function percent(at: number): string {
  return `${(at * 100).toFixed(3)}%`
}

/** Line is a call drawn: who was in it when, and what was seen and heard of whom. It stays as it is while the pointer is on it. */
export const Line = memo(function Line({ call, focus, onFocus }: { call: Call; focus: number | null; onFocus: (n: number) => void }) {
  const t = useWords(evidenceWords)
  const language = useLanguage()
  const [held, setHeld] = useState<Call | null>(null)
  const shown = held ?? call
  const span = useMemo(() => spanOf(shown, serverNow()), [shown])
  const markers = useMemo(() => markersOf(shown.items, span), [shown.items, span])
  const rows = useMemo(() => [...shown.people].toSorted((a, b) => Number(b.accused) - Number(a.accused)).slice(0, mostRows), [shown.people])
  const { room } = shown
  const length = told(span.to - span.from)
  return (
    <section aria-label={t.line} onPointerEnter={() => setHeld(call)} onPointerLeave={() => setHeld(null)} className="shrink-0 border-b border-line bg-surface px-5 pt-2 pb-2.5">
      <p className="sr-only">{t.lineSummary(shown.people.length, shown.items.length)}</p>
      <div className="flex flex-col">
        {rows.map((person) => (
          <Row key={person.uid} person={person}>
            <Presence person={person} span={span} />
            {person.accused && markers.map((marker) => <Mark key={marker.items[0]?.n} marker={marker} on={marker.items.some(({ n }) => n === focus)} onFocus={onFocus} />)}
          </Row>
        ))}
        <div className="flex h-5 items-end">
          <span className="w-32 shrink-0 text-meta text-ink-3">{room.ended_at ? t.over(length) : t.running(length)}</span>
          <span aria-hidden="true" className="relative h-4 min-w-0 flex-1 text-meta text-ink-3">
            {ticksOf(span).map((tick) => {
              const at = share(span, span.from + tick)
              return at <= 0.94 && <span key={tick} className="absolute bottom-0 border-l border-line-strong pl-1 leading-none" style={{ left: percent(at) }}>{tick === 0 ? clock(new Date(span.from), language) : `+${told(tick)}`}</span>
            })}
          </span>
        </div>
      </div>
    </section>
  )
})

function Row({ person, children }: { person: Person; children: ReactNode }) {
  const t = useWords(evidenceWords)
  return (
    <div className="flex h-8 items-center">
      <ForeignLine className={cx('w-32 shrink-0 pr-3 text-label', person.accused ? 'font-medium text-danger' : 'text-ink-2')}>{person.user_id || `${t.unknown} ${person.uid}`}</ForeignLine>
      <span className="relative h-8 min-w-0 flex-1">
        <i aria-hidden="true" className="absolute inset-x-0 top-1/2 h-px bg-line" />
        {children}
      </span>
    </div>
  )
}

/** Presence are the times that somebody was there. */
function Presence({ person, span }: { person: Person; span: Span }) {
  const language = useLanguage()
  return person.present.map(({ from, to }) => {
    const begin = share(span, Date.parse(from))
    const end = to ? share(span, Date.parse(to)) : 1
    return (
      <i
        key={from} aria-hidden="true" title={`${clock(from, language)} – ${to ? clock(to, language) : ''}`}
        className={cx('absolute top-1/2 h-2.5 min-w-1 -translate-y-1/2 rounded-[3px]', person.accused ? 'bg-danger-line' : 'bg-line-strong', !to && 'rounded-r-none')}
        style={{ left: percent(begin), width: percent(Math.max(0, end - begin)) }}
      />
    )
  })
}

/** Mark is evidence on the line; several that lie close together are one. */
function Mark({ marker, on, onFocus }: { marker: Marker; on: boolean; onFocus: (n: number) => void }) {
  const t = useWords(evidenceWords)
  const language = useLanguage()
  const nameOf = useLabelName()
  const [first] = marker.items
  if (!first) return null
  const labels = [...new Set(marker.items.flatMap((item) => gravest(item) ?? []).map(nameOf))].join(' · ')
  const at = clock(first.from, language)
  const name = `${marker.items.length > 1 ? t.several(marker.items.length, at) : `${t[first.kind]} ${at}`}${labels && ` ${labels}`}`
  const level = Math.max(...marker.items.map((item) => gravest(item)?.level ?? 0))
  return (
    <button
      type="button" tabIndex={-1} title={name} aria-label={name} onMouseDown={(e) => e.preventDefault()} onClick={() => onFocus(first.n)}
      className="absolute top-1/2 z-[1] flex size-6 -translate-1/2 items-center justify-center" style={{ left: percent(marker.at) }}
    >
      <span
        className={cx(
          'flex h-[18px] min-w-[18px] items-center justify-center rounded-full border-2 px-1 text-meta leading-none font-semibold',
          level === 2 ? 'border-danger-solid bg-danger-solid text-on-solid' : level === 1 ? 'border-warn-dot bg-warn-soft text-warn' : 'border-ink-3 bg-surface text-ink-2', on && 'outline-2 outline-offset-1 outline-accent',
        )}
      >
        {marker.items.length > 1 ? marker.items.length : ''}
      </span>
    </button>
  )
}
