import { Link } from '@tanstack/react-router'
import { BadgeCheck, FlaskConical, OctagonX } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { cx } from '../../ui/class'
import type { Bank } from './calls'
import { pictureWords } from './words'

/** BankNav is what to choose from: the banks, and where a picture is tried. */
export function BankNav({ items, chosen, trying }: { items: readonly Bank[]; chosen?: number; trying: boolean }) {
  const t = useWords(pictureWords)
  const look = (on: boolean) => cx('flex min-h-9 items-center gap-2.5 rounded-control px-2.5 py-1', on ? 'bg-active font-medium' : 'text-ink-2 hover:bg-hover hover:text-ink')
  return (
    <nav aria-label={t.banks} className="flex w-[220px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken p-2 max-lg:w-[160px]">
      <Link to="/pictures" search={{ try: '1' }} aria-current={trying ? 'true' : undefined} className={cx(look(trying), 'mb-2')}><FlaskConical size={15} aria-hidden="true" className="shrink-0 text-ink-3" />{t.trial}</Link>
      {items.map((bank) => {
        const Icon = bank.kind === 'banned' ? OctagonX : BadgeCheck
        return (
          <Link key={bank.id} to="/pictures" search={{ id: String(bank.id) }} aria-current={bank.id === chosen ? 'true' : undefined} className={look(bank.id === chosen)}>
            <Icon size={15} role="img" aria-label={t[bank.kind]} className={cx('shrink-0', bank.kind === 'banned' ? 'text-danger' : 'text-ok')} />
            <span className="min-w-0 flex-1">
              <span dir="auto" className="foreign-line block">{bank.name}</span>
              <span className="foreign-line block text-meta text-ink-3">{bank.app || t.shared}</span>
            </span>
            <span className="text-label text-ink-3">{count(bank.entries)}</span>
          </Link>
        )
      })}
    </nav>
  )
}
