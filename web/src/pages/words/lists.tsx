import { Link } from '@tanstack/react-router'
import { Brush, FlaskConical } from 'lucide-react'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { cx } from '../../ui/class'
import type { WordList } from './calls'
import { wordWords } from './words'

/** Lists is what to choose from: the shared lists, each app's own, the bench, and the terms that do harm. */
export function Lists({ items, chosen, open }: { items: readonly WordList[]; chosen?: number; open?: 'try' | 'curate' }) {
  const t = useWords(wordWords)
  const apps = useApps().data?.items ?? []
  const nameOf = (id: string) => (id === '' ? t.shared : apps.find(({ app }) => app.id === id)?.app.name || id)
  const owners = [...new Set(items.map((list) => list.app))]
  return (
    <nav aria-label={t.lists} className="flex w-[220px] shrink-0 flex-col overflow-y-auto border-r border-line bg-sunken p-2">
      <Link to="/words" search={{ try: '1' }} aria-current={open === 'try' ? 'true' : undefined} className={look(open === 'try')}>
        <FlaskConical size={15} aria-hidden="true" className="shrink-0 text-ink-3" />{t.bench}
      </Link>
      <Link to="/words" search={{ curate: '1' }} aria-current={open === 'curate' ? 'true' : undefined} className={cx(look(open === 'curate'), 'mb-1')}>
        <Brush size={15} aria-hidden="true" className="shrink-0 text-ink-3" />{t.curate}
      </Link>
      {owners.map((owner) => (
        <section key={owner} className="flex flex-col gap-0.5 pt-2">
          <h2 dir="auto" className="foreign-line px-2.5 py-1 text-label text-ink-3">{nameOf(owner)}</h2>
          {items.filter((list) => list.app === owner).map((list) => (
            <Link key={list.id} to="/words" search={{ id: String(list.id) }} aria-current={list.id === chosen ? 'true' : undefined} className={look(list.id === chosen)}>
              <span dir="auto" className="foreign-line min-w-0 flex-1">{list.name}</span>
              <span className="shrink-0 text-label text-ink-3">{list.enabled ? count(list.terms) : t.off}</span>
            </Link>
          ))}
        </section>
      ))}
    </nav>
  )
}

function look(on: boolean): string {
  return cx('flex min-h-8 items-center gap-2.5 rounded-control px-2.5 py-1 text-ui', on ? 'bg-active font-medium' : 'text-ink-2 hover:bg-hover hover:text-ink')
}
