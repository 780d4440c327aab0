import { type KeyboardEvent, useMemo, useState } from 'react'
import { useRouter } from '@tanstack/react-router'
import { CornerDownLeft, FileText, Keyboard, LogOut, UserRound, type LucideIcon } from 'lucide-react'
import { useSession } from '../api/session'
import { useWords } from '../i18n/language'
import { words } from '../i18n/words'
import { cx } from '../ui/class'
import { Dialog } from '../ui/dialog'
import { managePlaces, reviewPlaces } from './places'
import { shell } from './words'

const palette = words(
  { title: '搜索与指令', hint: '输入案件号、用户 ID 或页面名', openCase: (id: string) => `打开案件 ${id}`, openUser: (id: string) => `查看用户 ${id}`, searchText: (text: string) => `在案件里搜索“${text}”`, keys: '快捷键', none: '没有匹配的指令' },
  { title: 'Search and commands', hint: 'A case number, a user id or the name of a page', openCase: (id: string) => `Open case ${id}`, openUser: (id: string) => `Look at user ${id}`, searchText: (text: string) => `Search cases for “${text}”`, keys: 'Keyboard', none: 'No such command' },
)

interface Item { key: string; label: string; icon: LucideIcon; run: () => void }

/** Palette goes anywhere by typing. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const t = useWords(palette)
  const names = useWords(shell)
  const { may, logOut } = useSession()
  const router = useRouter()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const items = useMemo<Item[]>(() => {
    const go = (to: string, search?: Record<string, string>) => () => void router.navigate({ to, search } as never)
    const query = text.trim()
    const pages = [...reviewPlaces, ...managePlaces]
      .filter((place) => may(place.needs))
      .map((place) => ({ key: place.path, label: names[place.name] as string, icon: place.icon, run: go(place.path) }))
      .filter((item) => item.label.toLowerCase().includes(query.toLowerCase()))
    const found: Item[] = []
    const number = /^(?:c-)?(\d+)$/i.exec(query)?.[1]
    if (number) found.push({ key: 'case', label: t.openCase(`C-${number}`), icon: FileText, run: go(`/cases/${number}`) })
    if (query !== '') {
      found.push({ key: 'user', label: t.openUser(query), icon: UserRound, run: go(`/users/${encodeURIComponent(query)}`) })
      found.push({ key: 'text', label: t.searchText(query), icon: FileText, run: go('/cases', { text: query }) })
    }
    return [...pages.slice(0, 14), ...found, { key: 'keys', label: t.keys, icon: Keyboard, run: onKeys }, { key: 'out', label: names.logOut, icon: LogOut, run: () => void logOut() }]
  }, [text, names, t, router, may, onKeys, logOut])
  const chosen = Math.min(at, items.length - 1)
  const run = (item?: Item) => {
    if (!item) return
    onClose()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((chosen + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      run(items[chosen])
    }
  }
  return (
    <Dialog title={t.title} onClose={onClose}>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- a palette is opened to type into
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-items"
        aria-activedescendant={items[chosen] ? `palette-${items[chosen].key}` : undefined}
        aria-label={t.hint}
        placeholder={t.hint}
        value={text}
        onChange={(e) => { setText(e.target.value); setAt(0) }}
        onKeyDown={onKeyDown}
        className="h-10 w-full rounded-control border border-line-strong bg-surface px-3 text-[14px] placeholder:text-ink-3"
      />
      <ul id="palette-items" role="listbox" aria-label={t.title} className="pt-3">
        {items.map((item, i) => (
          <li
            key={item.key}
            id={`palette-${item.key}`}
            role="option"
            aria-selected={i === chosen}
            onMouseMove={() => setAt(i)}
            onClick={() => run(item)}
            className={cx('flex h-9 cursor-pointer items-center gap-3 rounded-control px-3', i === chosen ? 'bg-active' : 'text-ink-2')}
          >
            <item.icon size={16} className="shrink-0 text-ink-3" />
            <span className="foreign-line flex-1">{item.label}</span>
            {i === chosen && <CornerDownLeft size={14} className="text-ink-3" />}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
