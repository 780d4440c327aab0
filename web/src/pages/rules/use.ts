import { useQuery } from '@tanstack/react-query'
import { useRested } from '../../ui/rested'
import { checkRule, readResults, readRule, readRules, readVocabulary } from './calls'
import type { Fault } from './problems'

export function useRules() {
  return useQuery({ queryKey: ['rules', 'all'], queryFn: readRules, refetchInterval: 15_000 })
}

export function useRule(id: number) {
  return useQuery({ queryKey: ['rules', id], queryFn: () => readRule(id), refetchInterval: 15_000 })
}

export function useVocabulary() {
  return useQuery({ queryKey: ['rules', 'vocabulary'], queryFn: readVocabulary, staleTime: Infinity })
}

export function useResults(id: number, from: string) {
  return useQuery({ queryKey: ['rules', id, 'results', from], queryFn: () => readResults(id, from) })
}

/** useCheck asks what is wrong with an expression when the typing rests. Faults are places in the expression as it stands, so those of another are none. */
export function useCheck(expression: string, enabled: boolean): { phase: 'idle' | 'checking' | 'checked'; faults: readonly Fault[]; failure: unknown } {
  const rested = useRested(expression, 300)
  const asked = enabled && rested.trim() !== ''
  const { data, error } = useQuery({ queryKey: ['rules', 'check', rested], queryFn: ({ signal }) => checkRule(rested, signal), enabled: asked, staleTime: Infinity, gcTime: 10_000, retry: false })
  if (!asked || expression.trim() === '') return { phase: 'idle', faults: [], failure: null }
  if (rested !== expression || (!data && !error)) return { phase: 'checking', faults: [], failure: null }
  return { phase: 'checked', faults: data?.problems ?? [], failure: error }
}
