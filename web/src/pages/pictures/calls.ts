import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, must } from '../../api/client'

export type Bank = Schemas['BankBody']
export type Kind = Bank['kind']
export type Entry = Schemas['BankEntry']
export type Match = Schemas['MatchBody']
export type Seen = Schemas['SeenBody']

export function useBanks() {
  return useQuery({ queryKey: ['pictures', 'banks'], queryFn: () => must(api.GET('/pictures/banks')) })
}

const one = (id: number) => ({ path: { id } })

export const entriesOf = (bank: number, cursor: string | undefined) => must(api.GET('/pictures/banks/{id}/entries', { params: { ...one(bank), query: { cursor, limit: 50 } } }))
export const addBank = (body: Schemas['AddBankInputBody'], key: string) => must(api.POST('/pictures/banks', { params: { header: { 'Idempotency-Key': key } }, body }))
export const deleteBank = (bank: number) => must(api.DELETE('/pictures/banks/{id}', { params: one(bank) }))
export const addEntry = (bank: number, body: Schemas['AddEntryInputBody'], key?: string) => must(api.POST('/pictures/banks/{id}/entries', { params: { ...one(bank), header: { 'Idempotency-Key': key } }, body }))
export const removeEntry = (bank: number, entry: number) => must(api.DELETE('/pictures/banks/{id}/entries/{entry}', { params: { path: { id: bank, entry } } }))
export const tryPicture = (body: Schemas['TryPictureInputBody'], signal?: AbortSignal) => must(api.POST('/pictures/try', { body, signal }))
