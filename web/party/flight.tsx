import { useWords } from '../src/i18n/language'
import { GiftIcon } from './gifts'
import type { Flight as Flying } from './party'
import { page } from './words'

const sparks = Array.from({ length: 12 }, (_, n) => n)

/** Flight is a gift on its way, for a second and a half. Who wants no motion sees it stand. */
export function Flight({ flight }: { flight: Flying }) {
  const w = useWords(page)
  return (
    <div className={`flight flight-${flight.kind}`} data-testid="flight">
      <div className="burst" aria-hidden="true">{sparks.map((n) => <i key={n} />)}</div>
      <GiftIcon kind={flight.kind} size={84} />
      <p role="status">{flight.from === null ? w.giftTo(flight.name) : w.giftFrom(flight.from, flight.name)}</p>
    </div>
  )
}
