import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useReason } from '../../ui/states'
import { settingsWords } from './words'

const told = ['bad_login', 'bad_otp', 'otp_required', 'login_throttled', 'factor_active', 'factor_changed'] as const
export type ToldField = 'password' | 'code' | null

/** useRefusal says why a proof of oneself was not taken, and which field is to be mended. */
export function useRefusal(): (error: unknown) => { text: string; field: ToldField } | null {
  const t = useWords(settingsWords)
  const reason = useReason()
  return (error) => {
    if (!error) return null
    const { code } = asProblem(error)
    const known = told.find((one) => one === code)
    const field = code === 'bad_login' ? 'password' : code === 'bad_otp' || code === 'otp_required' ? 'code' : null
    return { text: known ? t[known] : reason(error), field }
  }
}
