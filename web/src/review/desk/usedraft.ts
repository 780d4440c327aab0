import { type Dispatch, useEffect, useReducer, useRef } from 'react'
import { type Draft, type DraftEvent, drafted, keepDraft, keptDraft } from './draft'
import type { WorkCase } from './work'

/** useShelved is what has been chosen for a case of any sort; it survives a reload, an undo and a lost lease. */
export function useShelved<D, E>(work: WorkCase, change: (work: WorkCase) => (draft: D, event: E) => D, begin: (work: WorkCase) => D): [D, Dispatch<E>] {
  const [draft, dispatch] = useReducer((old: D, event: E) => change(work)(old, event), work, begin)
  const kept = useRef(draft)
  useEffect(() => {
    if (kept.current === draft) return
    kept.current = draft
    keepDraft(work.id, draft)
  }, [work.id, draft])
  return [draft, dispatch]
}

/** useDraft is what has been chosen for a case of messages. */
export function useDraft(work: WorkCase): [Draft, Dispatch<DraftEvent>] {
  return useShelved(work, drafted, (first) => keptDraft(first))
}
