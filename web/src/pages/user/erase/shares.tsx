import { useWords } from '../../../i18n/language'
import { count } from '../../../i18n/when'
import { cx } from '../../../ui/class'
import type { Share } from './kinds'
import { eraseWords } from './words'

const number = 'px-3 text-right font-normal whitespace-nowrap tabular-nums'

/** Shares is what there is of somebody, kind by kind, and what becomes of it. */
export function Shares({ shares, label }: { shares: readonly Share[]; label: string }) {
  const t = useWords(eraseWords)
  const anyWaits = shares.some((share) => share.waits > 0)
  return (
    <table aria-label={label} className="w-full rounded-card border border-line bg-surface text-ui">
      <thead>
        <tr className="border-b border-line text-left text-label text-ink-3">
          <th className="h-8 px-3 font-normal">{t.what}</th>
          <th className="px-3 font-normal">{t.fate}</th>
          <th className={number}>{t.now}</th>
          {anyWaits && <th className={number}>{t.waits}</th>}
        </tr>
      </thead>
      <tbody>
        {shares.map(({ kind, fate, now, waits }) => (
          <tr key={kind} className="border-b border-line last:border-b-0">
            <th scope="row" className="h-8 px-3 text-left font-medium">{t[kind]}</th>
            <td className="px-3 text-ink-2">{now > 0 ? t[fate] : t.fateLater}</td>
            <td className={number}>{now > 0 && count(now)}</td>
            {anyWaits && <td className={cx(number, 'text-warn')}>{waits > 0 && count(waits)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
