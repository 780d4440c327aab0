import { useQuery } from '@tanstack/react-query'
import { must } from '../../api/client'
import { soon } from '../../api/soon'

export interface Model { version: number; trained_at: string; by: string; from: string; lines: number; violations: number; accuracy: number; state: 'installed' | 'kept'; note: string }

/** Point is what flagging all lines from a score on would have meant. */
export interface Point { threshold: number; precision: number; recall: number; flagged: number }
/** Bound is such a point that flags at most a share of harmless lines. */
export interface Bound extends Point { at_most: number }
export interface Scene { lines: number; violations: number; accuracy: number; thresholds: Bound[] }
export interface Report { lines: number; violations: number; accuracy: number; curve: Point[] | null; thresholds: Bound[] | null; scenes: Record<string, Scene> | null; warnings: string[] | null }
export interface ModelStory extends Model { report: Report }

/** Training is how far it has come; the last line is the model. */
export type Training = { stage: 'reading' | 'training' | 'measuring' | 'done'; lines: number } | Model

export function useModels() {
  return useQuery({ queryKey: ['models'], queryFn: () => must(soon.GET('/models')) as Promise<{ items: Model[] }> })
}

/** useModel is a version with its report, which never changes. */
export function useModel(version: number) {
  return useQuery({ queryKey: ['models', version], queryFn: () => must(soon.GET('/models/{version}', { params: { path: { version } } })) as Promise<ModelStory> })
}

export const install = (version: number) => must(soon.POST('/models/{version}/install', { params: { path: { version } } })) as Promise<Model>
export const rollBack = () => must(soon.POST('/models/rollback')) as Promise<{ model?: Model }>
