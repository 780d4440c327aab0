import { CircleCheck, ShieldAlert } from 'lucide-react'
import { useSession } from '../../api/session'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { StandingTag, useAuthorName } from '../../pages/sanctions/name'
import { hoursOf, standingOf } from '../../pages/sanctions/sanction'
import { Button } from '../../ui/button'
import { When } from '../../ui/foreign'
import type { Sanction } from './call'
import { evidenceWords } from './words'

/** Binding is what was done about somebody in a call: by whom, whether it binds still, and the key that lifts it. What was lifted just now keeps its place. */
export function Binding({ sanctions, lifted, keyed, onLift }: { sanctions: readonly Sanction[]; lifted: ReadonlySet<number>; /** The one that the key lifts. */ keyed?: number; onLift: (sanction: Sanction) => void }) {
  const t = useWords(evidenceWords)
  const terms = useTerms()
  const { may } = useSession()
  const zh = useLanguage() === 'zh'
  const nameOf = useAuthorName()
  return sanctions.map((sanction) => {
    const gone = lifted.has(sanction.id) || sanction.lifted_at !== undefined
    const standing = standingOf(sanction, Date.parse(sanction.starts_at))
    const who = sanction.author === 'policy' ? t.byPolicy : t.byHand(nameOf(sanction.author))
    return (
      <div key={sanction.id} role="status" className="flex min-h-11 shrink-0 items-center gap-2.5 border-b border-warn-line bg-warn-soft px-5 py-1.5 text-ui text-ink-2">
        {gone ? <CircleCheck size={16} aria-hidden="true" className="shrink-0 text-ok" /> : <ShieldAlert size={16} aria-hidden="true" className="shrink-0 text-warn" />}
        <p className="foreign-line min-w-0 flex-1">
          <span className="font-semibold text-warn">{who}{zh ? '：' : ': '}{terms.punishment(sanction.action, hoursOf(sanction))}</span>
          <When at={sanction.starts_at} className="px-2 text-label" />
          <span className="text-label">{terms.label(sanction.label)}</span>
        </p>
        {gone ? <span className="text-label font-medium text-ok">{t.lifted}</span> : standing === 'once' ? <span className="text-label">{t.once}</span> : <span className="text-label"><StandingTag sanction={sanction} /></span>}
        {!gone && sanction.in_force && may('lift') && <Button size="s" title={t.liftNote} command={keyed === sanction.id ? 'lift' : undefined} onMouseDown={(e) => e.preventDefault()} onClick={() => onLift(sanction)}>{t.lift}</Button>}
      </div>
    )
  })
}
