import { type Dispatch, useEffect, useReducer, useRef } from 'react'
import { keepDraft } from '../desk/draft'
import type { WorkCase } from '../desk/work'
import { type DialogueDraft, type DialogueEvent, draftedDialogue, keptDialogue } from './draft'

/** useDialogueDraft is what has been chosen for a dialogue; it survives a reload, an undo and a lost lease. */
export function useDialogueDraft(work: WorkCase): [DialogueDraft, Dispatch<DialogueEvent>] {
  const [draft, dispatch] = useReducer((old: DialogueDraft, event: DialogueEvent) => draftedDialogue(work)(old, event), work, (first) => keptDialogue(first))
  const kept = useRef(draft)
  useEffect(() => {
    if (kept.current === draft) return
    kept.current = draft
    keepDraft(work.id, draft)
  }, [work.id, draft])
  return [draft, dispatch]
}
