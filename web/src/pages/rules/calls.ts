import { type Schemas, api, must } from '../../api/client'

export type Rule = Schemas['RuleBody']
export type RuleSaid = Schemas['RuleSaid']
export type Effect = Schemas['EffectBody']
export type Results = Schemas['RuleResults']
export type Word = Schemas['RuleWord']
export type Sample = Schemas['RuleExample']
export type State = Rule['state']

export const states = ['draft', 'shadow', 'live'] as const satisfies readonly State[]
export const effects = ['mask', 'review', 'deny'] as const satisfies readonly Effect['outcome'][]

const one = (id: number) => ({ path: { id } })

export const readRules = () => must(api.GET('/rules'))
export const readRule = (id: number) => must(api.GET('/rules/{id}', { params: one(id) }))
export const readVocabulary = () => must(api.GET('/rules/vocabulary'))
export const readResults = (id: number, from: string) => must(api.GET('/rules/{id}/results', { params: { ...one(id), query: { from } } }))
export const checkRule = (expression: string, signal: AbortSignal) => must(api.POST('/rules/check', { body: { expression }, signal }))
export const makeRule = (body: RuleSaid, key: string) => must(api.POST('/rules', { params: { header: { 'Idempotency-Key': key } }, body }))
export const changeRule = (id: number, version: number, body: RuleSaid) => must(api.PUT('/rules/{id}', { params: one(id), body: { ...body, version } }))
export const putState = (id: number, version: number, state: State) => must(api.POST('/rules/{id}/state', { params: one(id), body: { state, version } }))
export const deleteRule = (id: number) => must(api.DELETE('/rules/{id}', { params: one(id) }))
