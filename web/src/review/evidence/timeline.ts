import type { Call, Item } from './call'

export interface Span { from: number; to: number; /** It goes on beyond what is drawn. */ open: boolean }

/** A call of which nothing was heard for so long is not drawn as going on, in milliseconds. */
const silent = 10 * 60_000

/** spanOf is the time that a call takes on the line. */
export function spanOf({ room, people, items }: Call, now: number): Span {
  const times = [
    room.started_at, room.ended_at, ...people.flatMap(({ present }) => present.flatMap(({ from, to }) => [from, to])), ...items.flatMap((item) => [item.from, item.to]),
  ].flatMap((at) => (at ? [Date.parse(at)] : []))
  const from = Math.min(...times)
  const last = Math.max(...times)
  const open = !room.ended_at
  const to = open && now > last && now - last < silent ? now : last
  // A moment alone would have no length.
  return { from, to: Math.max(to, from + 10_000), open }
}

/** share is where a moment is on the line, from 0 to 1. */
export function share({ from, to }: Span, at: number): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)))
}

export interface Marker { at: number; items: Item[] }

/** markersOf puts evidence on the line. What would overlap is one marker; gap is the least distance of two. */
export function markersOf(items: readonly Item[], span: Span, gap = 0.05): Marker[] {
  const markers: Marker[] = []
  for (const item of items.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const at = share(span, Date.parse(item.from))
    const last = markers.at(-1)
    if (last && at - last.at < gap) last.items.push(item)
    else markers.push({ at, items: [item] })
  }
  return markers
}

const steps = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400].map((seconds) => seconds * 1000)

/** ticksOf are a few even times since the beginning, in milliseconds. */
export function ticksOf({ from, to }: Span, most = 6): number[] {
  const length = to - from
  const step = steps.find((one) => length / one <= most) ?? length / most
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, n) => n * step)
}
