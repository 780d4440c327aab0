import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, must } from '../../api/client'

export type Model = Schemas['TrainedModel']
export type Report = Schemas['ModelReport']
export type Scene = Schemas['Scene']
/** Point is what flagging all lines from a score on would have meant. */
export type Point = Schemas['Point']
/** Bound is such a point that flags at most a share of harmless lines. */
export type Bound = Schemas['Threshold']
/** Training is how far it has come; the last line is the model. */
export type Training = Schemas['TrainProgress'] | Model

export function useModels() {
  return useQuery({ queryKey: ['models'], queryFn: () => must(api.GET('/models')) })
}

const one = (version: number) => ({ path: { version } })

/** useModel is a version with its report, which never changes. */
export function useModel(version: number) {
  return useQuery({ queryKey: ['models', version], queryFn: () => must(api.GET('/models/{version}', { params: one(version) })) })
}

export const install = (version: number) => must(api.POST('/models/{version}/install', { params: one(version) }))
export const rollBack = () => must(api.POST('/models/rollback'))
