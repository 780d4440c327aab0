import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, atLength, must } from '../../api/client'

export type WordList = Schemas['WordList']
export type Term = Schemas['TermItem']
export type Imported = Schemas['Imported']
export type Said = Pick<Term, 'category' | 'action' | 'mode' | 'level' | 'scenes' | 'from' | 'until' | 'note'>

export const categories = ['ad', 'porn', 'illegal', 'abuse', 'politics', 'spam', 'violation'] as const
export const actions = ['mask', 'review', 'deny'] as const
export const modes = ['word', 'substring', 'exact', 'allow'] as const
export type Action = (typeof actions)[number]
export type Mode = (typeof modes)[number]

export function useWordLists() {
  return useQuery({ queryKey: ['words', 'lists'], queryFn: () => must(api.GET('/words/lists')) })
}

const listed = (id: number) => ({ path: { id } })

/** putTerm adds a term, or changes the one that the list has. */
export function putTerm(list: number, term: Said & { text: string }, key: string) {
  return must(api.POST('/words/lists/{id}/terms', { params: { ...listed(list), header: { 'Idempotency-Key': key } }, body: { terms: [term] } }))
}

export function removeTerm(list: number, term: number) {
  return must(api.DELETE('/words/lists/{id}/terms', { params: { ...listed(list), query: { ids: [term] } } }))
}

/** said is what a term says, without what the server adds to it. */
export function said({ text, category, action, mode, level, scenes, from, until, note }: Term): Said & { text: string } {
  return { text, category, action, mode, level, scenes, from, until, note }
}

export interface ImportInput { text: string; category: string; action: Action; mode: Mode; skipBad: boolean; dry: boolean }

export function importTerms(list: number, { text, category, action, mode, skipBad, dry }: ImportInput, key: string, signal?: AbortSignal): Promise<Imported> {
  return must(api.POST('/words/lists/{id}/import', {
    params: { ...listed(list), header: { 'Idempotency-Key': key } },
    body: { text, defaults: { category, action, mode }, skip_bad: skipBad, dry_run: dry }, fetch: atLength, signal,
  }))
}

export type Proposal = Schemas['ProposalBody']

/** curate looks for terms that hit harmless lines; list 0 is every list that is switched on. */
export function curate(list: number, key: string) {
  return must(api.POST('/words/curate', { params: { header: { 'Idempotency-Key': key } }, body: list > 0 ? { list } : {}, fetch: atLength }))
}

/** takeAway removes a term, and answers with what it said, so that it can be put back; null where it was gone already. */
export async function takeAway({ list_id, term_id, term }: Proposal): Promise<Term | null> {
  const { items } = await must(api.GET('/words/lists/{id}/terms', { params: { ...listed(list_id), query: { text: term, limit: 100 } } }))
  const known = items.find((one) => one.id === term_id || one.text === term) // one that was put back has another number
  if (known) await removeTerm(list_id, known.id)
  return known ?? null
}
