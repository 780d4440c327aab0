import { type ReactNode, createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { Language } from '../i18n/words'
import type { Command } from '../keys/keymap'

export type Theme = 'system' | 'light' | 'dark'
/** Which pictures are veiled until they are held open. */
export type Veil = 'all' | 'risky' | 'none'

/** Preferences are a person's own. They live in this browser, and on the server to follow the person. */
export interface Preferences {
  language: Language
  theme: Theme
  /** Single keys do something. Off for people whom they get in the way; everything has a button too. */
  singleKeys: boolean
  /** Commands whose key was changed: a physical key, or null for none. */
  keys: Partial<Record<Command, string | null>>
  veil: Veil
  /** How strongly veiled pictures are blurred when shown large: 0–3. */
  blur: number
  /** Pictures are shown without colours, veiled or not. */
  grey: boolean
  /** Films begin without sound. */
  muteVideo: boolean
  /** How long a decision can be taken back, in seconds. */
  undoSeconds: number
  /** How tall the rows of tables are. */
  density: 'comfortable' | 'compact'
  /** Minutes of review after which a break is proposed; 0 never. */
  breakMinutes: number
}

export const defaults: Preferences = {
  language: 'zh', theme: 'system', singleKeys: true, keys: {}, veil: 'risky', blur: 2, grey: false, muteVideo: true,
  undoSeconds: 10, density: 'comfortable', breakMinutes: 50,
}

const shelf = 'xiezhi.preferences'

/** merged is what somebody chose, as far as it is whole and of this version. */
export function merged(chosen: unknown): Preferences {
  const result: Record<string, unknown> = { ...defaults }
  if (typeof chosen !== 'object' || chosen === null) return defaults
  for (const [name, value] of Object.entries(chosen)) {
    const known = defaults[name as keyof Preferences]
    if (known !== undefined && typeof value === typeof known) result[name] = value
  }
  const whole = result as unknown as Preferences
  if (whole.language !== 'zh' && whole.language !== 'en') whole.language = defaults.language
  return whole
}

function read(): Preferences {
  try {
    return merged(JSON.parse(localStorage.getItem(shelf) ?? 'null'))
  } catch {
    return defaults
  }
}

type Change = (part: Partial<Preferences>) => void
const Chosen = createContext<[Preferences, Change]>([defaults, () => {}])

export function KeepsPreferences({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(read)
  const change = useCallback<Change>((part) => setChosen((old) => ({ ...old, ...part })), [])
  useEffect(() => {
    try {
      localStorage.setItem(shelf, JSON.stringify(chosen))
    } catch {
      // A full or forbidden shelf: they hold until the page closes.
    }
  }, [chosen])
  useTheme(chosen.theme)
  return <Chosen value={useMemo(() => [chosen, change], [chosen, change])}>{children}</Chosen>
}

/** usePreferences returns what was chosen, and how to choose otherwise. */
export function usePreferences(): [Preferences, Change] {
  return useContext(Chosen)
}

function useTheme(theme: Theme) {
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const show = () => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches)
      document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    }
    show()
    system.addEventListener('change', show)
    return () => system.removeEventListener('change', show)
  }, [theme])
}
