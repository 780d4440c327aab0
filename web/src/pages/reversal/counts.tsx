import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { cx } from '../../ui/class'
import { Figures } from '../../ui/facts'
import type { Preview } from './calls'
import { reversalWords } from './words'

/** Counts is what would be undone, before anything is. */
export function Counts({ counts, busy }: { counts: Preview; busy: boolean }) {
  const t = useWords(reversalWords)
  const names = ['lines', 'denied', 'masked', 'waiting', 'decided'] as const
  return (
    <div aria-live="polite" aria-busy={busy} className={cx('flex flex-col gap-2', busy && 'pointer-events-none')}>
      <Figures items={names.map((name) => ({ name: t[name], value: count(counts[name]) }))} />
      {counts.reversible === 0 && <p className="text-ui text-ink-2">{t.none}</p>}
    </div>
  )
}
