import { cx } from './class'

/** Progress is how much of some work is done; of 0 where nobody knows how much there is. */
export function Progress({ label, done, of }: { label: string; done: number; of: number }) {
  const known = of > 0
  return (
    <div
      role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={known ? of : undefined} aria-valuenow={known ? Math.min(done, of) : undefined}
      className="h-1 overflow-hidden rounded-full bg-active"
    >
      <div className={cx('h-full origin-left rounded-full bg-accent-solid transition-transform duration-160', !known && 'animate-pulse')} style={{ transform: `scaleX(${known ? Math.min(1, done / of) : 0.15})` }} />
    </div>
  )
}
