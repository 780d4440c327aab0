import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { useReason } from '../../ui/states'
import { useTroubleText } from '../desk/conflict'
import { isConflict } from '../desk/work'
import { caseName } from '../desk/words'
import type { Refused } from './state'
import { albumWords } from './words'

/** RefusedCard lists the decisions that the server did not take: who was first, and what he did. It stays, in its fixed seat, until somebody has read it. */
export function RefusedCard({ refused, onDismiss }: { refused: readonly Refused[]; onDismiss: () => void }) {
  const t = useWords(albumWords)
  const terms = useTerms()
  const reason = useReason()
  const trouble = useTroubleText()
  if (refused.length === 0) return null
  const held = refused.some(({ problem }) => !isConflict(problem))
  return (
    <section role="alert" className="flex max-h-[40%] shrink-0 flex-col border-t border-warn-line bg-warn-soft">
      <header className="flex items-center justify-between gap-2 px-4 pt-2">
        <h2 className="flex items-center gap-1.5 text-ui font-semibold text-warn"><CircleAlert size={14} aria-hidden="true" />{t.notTaken(refused.length)}</h2>
        <Button size="s" look="ghost" onClick={onDismiss}>{held ? t.letGo : t.gotIt}</Button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so that the keyboard must reach it */}
      <ul tabIndex={0} className="flex flex-col gap-1.5 overflow-y-auto px-4 pt-1 pb-3">
        {refused.map(({ work, mark, problem }) => {
          const { title, detail } = trouble({ code: problem.code, conflict: problem.conflict })
          const late = isConflict(problem)
          return (
            <li key={work.id} className="text-label text-ink-2">
              <Link to="/cases/$id" params={{ id: String(work.id) }} className="font-medium text-ink underline underline-offset-2">{caseName(work.id)}</Link>
              <span dir="auto" className="foreign"> {late ? title : reason(problem)}</span>
              <span>{late && detail ? ` · ${detail}` : ''} · {t.mine(terms.label(mark ?? 'pass'))}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
