import { useState } from 'react'
import { useWords } from '../../i18n/language'
import { span } from '../../i18n/when'
import { cx } from '../../ui/class'
import { Ring } from '../../ui/tag'
import { useLeft, warnUnder } from './lease'
import { deskWords } from './words'

/** LeaseRing is how long the case stays with its reviewer; the last minute is said aloud once. */
export function LeaseRing({ until }: { until: string }) {
  const t = useWords(deskWords)
  const left = useLeft(until)
  const [most, setMost] = useState(left)
  if (left > most) setMost(left)
  const low = left < warnUnder && left < most / 2
  return (
    <span className={cx('flex shrink-0 items-center gap-2 text-label whitespace-nowrap', low ? 'font-medium text-danger' : 'text-ink-2')}>
      <Ring left={most > 0 ? left / most : 0} tone={low ? 'danger' : 'accent'} />
      <span>{left > 0 ? t.releasedIn(span(left)) : t.leaseEnded}</span>
      <span role="status" className="sr-only-live">{low && left > 0 ? t.leaseLow(span(warnUnder)) : ''}</span>
    </span>
  )
}
