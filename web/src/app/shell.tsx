import { lazy, type ReactNode, Suspense, createContext, useContext, useEffect, useState } from 'react'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { Keyboard, Languages, Moon, Pause, Play, Search, Sun } from 'lucide-react'
import { depth, useNews } from '../api/events'
import { useSession } from '../api/session'
import { useWords } from '../i18n/language'
import { count } from '../i18n/when'
import { goKeys } from '../keys/keymap'
import { captureNext, useKeyboard, useKeys } from '../keys/keys'
import { CommandKey, IconButton } from '../ui/button'
import { cx } from '../ui/class'
import { Avatar, Dot } from '../ui/tag'
import { useIntake } from './intake'
import { type Place, managePlaces, reviewPlaces } from './places'
import { usePreferences } from './preferences'
import { SyncsPreferences } from './preferences-sync'
import { shell } from './words'

// Asked for now and then: they need not weigh on the first screen.
const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })))
const KeySheet = lazy(() => import('./keysheet').then((module) => ({ default: module.KeySheet })))

/** Shell is what stands around every page: where to go, who works, what the connection does. */
export function Shell() {
  const t = useWords(shell)
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const router = useRouter()
  useKeyboard()
  useKeys({
    palette: () => setOpen('palette'),
    help: () => setOpen('keys'),
    go: () => captureNext((event) => {
      const queue = goKeys[event.code.replace('Key', '') as keyof typeof goKeys]
      if (queue) void router.navigate({ to: `/review/${queue}` })
    }),
  })
  const tools = <Tools onSearch={() => setOpen('palette')} onKeys={() => setOpen('keys')} />
  return (
    <ToolsBeside value={tools}>
      <SyncsPreferences />
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2">{t.skipToMain}</a>
      <div className="flex h-full">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col">
          <Connection />
          <main id="main" className="flex min-h-0 flex-1 flex-col"><Outlet /></main>
        </div>
      </div>
      {open === 'palette' && <Suspense><Palette onClose={() => setOpen(null)} onKeys={() => setOpen('keys')} /></Suspense>}
      {open === 'keys' && <Suspense><KeySheet onClose={() => setOpen(null)} /></Suspense>}
    </ToolsBeside>
  )
}

function Sidebar() {
  const t = useWords(shell)
  const { may } = useSession()
  const { queues } = useNews()
  return (
    <nav aria-label={t.menu} className="flex w-[52px] shrink-0 flex-col border-r border-line bg-sunken min-[1240px]:w-[196px]">
      <Link to="/" aria-label={t.name} className="flex h-12 shrink-0 items-center gap-2 px-3 text-[15px] font-semibold">
        <img src="/console/mark.svg" alt="" width={28} height={28} />
        <span className="hidden min-[1240px]:inline">{t.short}</span>
      </Link>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {may('decide') && <Group title={t.review}>{reviewPlaces.map((place) => <Entry key={place.name} place={place} stat={depth(queues, place.name)} />)}</Group>}
        <Group title={t.manage}>{managePlaces.filter((place) => may(place.needs)).map((place) => <Entry key={place.name} place={place} />)}</Group>
      </div>
      <Worker />
    </nav>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="pt-2">
      <h2 className="hidden px-2 py-1 text-label text-ink-3 min-[1240px]:block">{title}</h2>
      <ul className="flex flex-col gap-px">{children}</ul>
    </section>
  )
}

function Entry({ place, stat }: { place: Place; stat?: { waiting: number; risky: number } }) {
  const t = useWords(shell)
  const label = t[place.name] as string
  return (
    <li>
      <Link
        to={place.path}
        title={label}
        className="group flex h-[30px] items-center gap-2.5 rounded-control px-2 text-ui text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-ink"
      >
        <place.icon size={16} aria-hidden="true" className="shrink-0" />
        <span className="sr-only flex-1 truncate min-[1240px]:not-sr-only">{label}</span>
        {stat && stat.waiting > 0 && (
          <span className="hidden items-center gap-1.5 text-label text-ink-3 group-aria-[current=page]:text-ink min-[1240px]:flex">
            {stat.risky > 0 && <span title={t.atRisk(stat.risky)}><Dot tone="warn" /></span>}
            {count(stat.waiting)}
          </span>
        )}
      </Link>
    </li>
  )
}

/** Worker is who works here, and whether he takes cases. */
function Worker() {
  const t = useWords(shell)
  const { me, may } = useSession()
  const [intake, setIntake] = useIntake()
  const role = t[`roles_${me.member.role}` as 'roles_admin'] ?? me.member.role
  return (
    <div className="flex shrink-0 flex-col items-center gap-2 border-t border-line p-2 min-[1240px]:flex-row min-[1240px]:p-3">
      <Link to="/settings" title={me.member.username} aria-label={me.member.username}><Avatar name={me.member.username} size={30} /></Link>
      <div className="hidden min-w-0 flex-1 min-[1240px]:block">
        <p className="foreign-line text-ui font-medium">{me.member.username}</p>
        <p className="flex items-center gap-1.5 text-meta whitespace-nowrap text-ink-2">
          {may('decide') ? <><Dot tone={intake ? 'ok' : 'warn'} />{intake ? t.working : t.paused}</> : role}
        </p>
      </div>
      {may('decide') && (
        <IconButton label={intake ? t.pauseWork : t.resumeWork} size="s" onClick={() => setIntake(!intake)}>{intake ? <Pause size={14} /> : <Play size={14} />}</IconButton>
      )}
      {may('decide') && <span className="hidden min-[1240px]:inline"><CommandKey command="pause" /></span>}
    </div>
  )
}

function Connection() {
  const t = useWords(shell)
  const { state } = useNews()
  if (state !== 'lost') return null
  return <p role="status" className="flex h-8 shrink-0 items-center justify-center gap-2 border-b border-warn-line bg-warn-soft text-label text-warn"><Dot tone="warn" />{t.lost}</p>
}

function Tools({ onSearch, onKeys }: { onSearch: () => void; onKeys: () => void }) {
  const t = useWords(shell)
  const [preferences, change] = usePreferences()
  const dark = document.documentElement.dataset.theme === 'dark'
  return (
    <div className="flex items-center gap-1">
      <button type="button" onClick={onSearch} aria-label={t.search} className="mr-1 flex h-7 items-center gap-2 rounded-control border border-line bg-sunken px-2 text-label text-ink-3 hover:text-ink min-[1360px]:w-[200px]">
        <Search size={14} aria-hidden="true" />
        <span className="hidden flex-1 truncate text-left min-[1360px]:inline">{t.search}</span>
        <CommandKey command="palette" />
      </button>
      <IconButton label={t.keys} onClick={onKeys}><Keyboard size={16} /></IconButton>
      <IconButton label={t.language} onClick={() => change({ language: preferences.language === 'zh' ? 'en' : 'zh' })}><Languages size={16} /></IconButton>
      <IconButton label={dark ? t.themeLight : t.themeDark} onClick={() => change({ theme: dark ? 'light' : 'dark' })}>{dark ? <Sun size={16} /> : <Moon size={16} />}</IconButton>
    </div>
  )
}

const ToolsBeside = createContext<ReactNode>(null)

/** Page is a page with its bar: a title, figures beside it, tools at the right. */
export function Page({ title, figures, aside, children, scroll = true }: { title: string; figures?: ReactNode; aside?: ReactNode; children: ReactNode; scroll?: boolean }) {
  const t = useWords(shell)
  const tools = useContext(ToolsBeside)
  useEffect(() => {
    document.title = `${title} · ${t.name}`
  }, [title, t])
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-4 border-b border-line bg-surface px-4">
        <h1 className="text-[15px] font-semibold whitespace-nowrap">{title}</h1>
        <div className="flex min-w-0 flex-1 items-center gap-4 overflow-hidden text-label whitespace-nowrap text-ink-2">{figures}</div>
        {aside}
        {tools}
      </header>
      <div className={cx('relative min-h-0 flex-1', scroll ? 'overflow-y-auto' : 'flex flex-col')}>{children}</div>
    </>
  )
}
