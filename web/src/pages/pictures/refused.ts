import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useReason } from '../../ui/states'
import { pictureWords } from './words'

/** useRefused says why a picture was not taken. */
export function useRefused(): (error: unknown) => string {
  const t = useWords(pictureWords)
  const reason = useReason()
  return (error) => {
    const { code } = asProblem(error)
    return { picture_too_plain: t.plain, banks_full: t.full, media_gone: t.gone, media_too_large: t.huge, media_type: t.bad_kind, media_refused: t.noAddress, media_timeout: t.noAnswer }[code] ?? reason(error)
  }
}
