import { Check, TriangleAlert } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { type Cell, caseOf, verdictOf } from './batch'
import { albumWords } from './words'

/** Outcome says in words what the submit will do about the focused picture. */
export function Outcome({ cell }: { cell: Cell }) {
  const t = useWords(albumWords)
  const terms = useTerms()
  const work = caseOf(cell)
  if (cell.mark === undefined) {
    return <p className="flex items-center gap-2 text-ui"><Check size={14} aria-hidden="true" className="shrink-0 text-ok" />{t.willPass}</p>
  }
  const actions = verdictOf(work, cell).actions ?? []
  const offence = work.reasons.find((reason) => reason.label === cell.mark)?.suggestion?.offence
  const said = [...new Set(actions.map((action) => terms.punishment(action.type, action.hours ?? -1)))].join(' + ')
  return (
    <>
      <p className="flex items-center gap-2 text-ui"><TriangleAlert size={14} aria-hidden="true" className="shrink-0 text-danger" />{said || t.noAction}</p>
      <p className="text-label text-ink-3">{offence === undefined ? t.noLadder : t.ladder(offence, terms.label(cell.mark))}</p>
    </>
  )
}
