import { useQuery } from '@tanstack/react-query'
import { must } from '../../api/client'
import { soon } from '../../api/soon'
import type { Outcome } from '../../ui/outcome'

export type Kind = 'banned' | 'good'
export interface Bank { id: number; app: string; name: string; kind: Kind; label: string; entries: number; version: number; created_at: string; updated_at: string }
export interface Entry { id: number; hash: string; note: string; case_id?: number; added_by: string; added_at: string }
export interface Match { bank: Bank; kind: Kind; distance: number }
export interface Seen { hash: string; quality: number; matches: Match[]; codes: string[]; decision: { outcome: Outcome; label: string; score: number; reasons: string[] } }

export function useBanks() {
  return useQuery({ queryKey: ['pictures', 'banks'], queryFn: () => must(soon.GET('/pictures/banks')) as Promise<{ items: Bank[] }> })
}

export const entriesOf = (bank: number, cursor: string | undefined) => must(soon.GET('/pictures/banks/{id}/entries', { params: { path: { id: bank }, query: { cursor, limit: 50 } } })) as Promise<{ items: Entry[]; next?: string }>

export const addBank = (body: { name: string; kind: Kind; label?: string; app?: string }, key: string) => must(soon.POST('/pictures/banks', { params: { header: { 'Idempotency-Key': key } }, body })) as Promise<Bank>

export const deleteBank = (bank: number) => must(soon.DELETE('/pictures/banks/{id}', { params: { path: { id: bank } } }))

export type NewEntry = { note?: string } & ({ picture: string } | { case_id: number; n: number })

export const addEntry = (bank: number, body: NewEntry, key?: string) => must(soon.POST('/pictures/banks/{id}/entries', { params: { path: { id: bank }, ...(key && { header: { 'Idempotency-Key': key } }) }, body })) as Promise<Entry>

export const removeEntry = (bank: number, entry: number) => must(soon.DELETE('/pictures/banks/{id}/entries/{entry}', { params: { path: { id: bank, entry } } }))

export const tryPicture = (body: { picture: string; app?: string }, signal?: AbortSignal) => must(soon.POST('/pictures/try', { body, signal })) as Promise<Seen>
