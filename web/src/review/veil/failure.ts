import { useEffect, useState } from 'react'
import { useWords } from '../../i18n/language'
import { veilWords } from './words'

const known = { media_gone: 'gone', media_too_large: 'tooLarge', media_type: 'wrongType', media_refused: 'refused', media_timeout: 'timeout' } as const
type Code = keyof typeof known | 'broken'

/** whyNot asks for what a picture element could not show: it tells nobody the server's reason. */
async function whyNot(address: string, signal: AbortSignal): Promise<Code> {
  try {
    const answer = await fetch(address, { signal, credentials: 'same-origin' })
    if (answer.ok) {
      await answer.body?.cancel()
      return 'broken'
    }
    const body = (await answer.json()) as { code?: string }
    return body.code && body.code in known ? (body.code as Code) : 'broken'
  } catch {
    return 'broken'
  }
}

/** useFailure says in words why an address could not be shown; null while it can, or is not asked for. */
export function useFailure(address: string | null): { text: string; mayPass: boolean } | null {
  const t = useWords(veilWords)
  const [told, setTold] = useState<{ address: string; code: Code } | null>(null)
  useEffect(() => {
    if (!address) return undefined
    const asking = new AbortController()
    void whyNot(address, asking.signal).then((code) => {
      if (!asking.signal.aborted) setTold({ address, code })
    })
    return () => asking.abort()
  }, [address])
  if (!address) return null
  const code = told?.address === address ? told.code : 'broken'
  return { text: code === 'broken' ? t.broken : t[known[code]], mayPass: code === 'broken' || code === 'media_timeout' }
}
