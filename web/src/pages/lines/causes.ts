import { useQuery } from '@tanstack/react-query'
import { api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useBanks } from '../pictures/calls'
import { lineWords } from './words'

interface Named { id: number; name: string }

/** useCauses are the sources that there are to look for, with their names. */
export function useCauses(): readonly (readonly [cause: string, name: string])[] {
  const terms = useTerms()
  const lists = useQuery({ queryKey: ['words', 'lists'], queryFn: () => must(api.GET('/words/lists')), staleTime: 60_000 }).data?.items ?? []
  const rules = useQuery({ queryKey: ['rules', 'names'], queryFn: () => must(api.GET('/rules')), staleTime: 60_000 }).data?.items ?? []
  const banks = useBanks().data?.items ?? []
  const of = (kind: 'list' | 'rule' | 'bank', all: readonly Named[]) => all.map(({ id, name }) => [`${kind}:${id}`, `${terms.cause(kind)} · ${name}`] as const)
  return [...of('list', lists), ...of('rule', rules), ...(['model', 'conduct', 'detector'] as const).map((kind) => [kind, terms.cause(kind)] as const), ...of('bank', banks)]
}

/** useCauseName names a cause such as list:3; what is no longer there by its number. */
export function useCauseName(): (cause: string) => string {
  const t = useWords(lineWords)
  const terms = useTerms()
  const all = useCauses()
  return (cause) => {
    const known = all.find(([one]) => one === cause)
    if (known) return known[1]
    const [kind = '', id = ''] = cause.split(':')
    return `${terms.cause(kind)} ${id} · ${t.unknownCause}`
  }
}
