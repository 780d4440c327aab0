import { type Dispatch, useEffect, useReducer, useRef } from 'react'
import { type Draft, type DraftEvent, drafted, keepDraft, keptDraft } from './draft'
import type { WorkCase } from './work'

/** useDraft is what has been chosen for a case; it survives a reload, an undo and a lost lease. */
export function useDraft(work: WorkCase): [Draft, Dispatch<DraftEvent>] {
  const [draft, dispatch] = useReducer((old: Draft, event: DraftEvent) => drafted(work)(old, event), work, (first) => keptDraft(first))
  const kept = useRef(draft)
  useEffect(() => {
    if (kept.current === draft) return
    kept.current = draft
    keepDraft(work.id, draft)
  }, [work.id, draft])
  return [draft, dispatch]
}
