import { type ReactNode, createContext, useContext, useEffect } from 'react'
import type { Language, Words } from './words'

const Spoken = createContext<Language>('zh')

/** Speaks gives everything below it a language. */
export function Speaks({ language, children }: { language: Language; children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  return <Spoken value={language}>{children}</Spoken>
}

export function useLanguage(): Language {
  return useContext(Spoken)
}

/** useWords is a dictionary in the language spoken here. */
export function useWords<Z>(dictionary: Words<Z>): Words<Z>[Language] {
  return dictionary[useLanguage()]
}
