import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, must } from '../../api/client'

export type Gift = Schemas['GiftBody']
export type Catalogue = Schemas['GiftCatalogue']
export type Line = Schemas['WalletLine']
export type Wallet = Schemas['WalletBody']
export type Transfer = Schemas['TransferBody']
export type Ticket = Schemas['CallTicket']

const of = (app: string) => ({ id: app })

export function useGifts(app: string) {
  return useQuery({ queryKey: ['gifts', app], queryFn: () => must(api.GET('/apps/{id}/gifts', { params: { path: of(app) } })), refetchInterval: 15_000 })
}

export const putGifts = (app: string, version: number, gifts: Gift[]) => must(api.PUT('/apps/{id}/gifts', { params: { path: of(app) }, body: { version, gifts } }))

export const readWallet = (app: string, user: string, cursor: string | undefined) => must(api.GET('/apps/{id}/wallets/{user_id}', { params: { path: { id: app, user_id: user }, query: { cursor, limit: 50 } } }))
export const credit = (app: string, user: string, body: Schemas['CreditInputBody'], key: string) => must(api.POST('/apps/{id}/wallets/{user_id}/credit', { params: { path: { id: app, user_id: user }, header: { 'Idempotency-Key': key } }, body }))
export const refund = (app: string, reward: number, body: Schemas['RefundInputBody'], key: string) => must(api.POST('/apps/{id}/rewards/{reward_id}/refund', { params: { path: { id: app, reward_id: reward }, header: { 'Idempotency-Key': key } }, body }))

export const readTickets = (app: string, user: string | undefined, cursor: string | undefined) => must(api.GET('/apps/{id}/calls', { params: { path: of(app), query: { user_id: user, cursor, limit: 50 } } }))
