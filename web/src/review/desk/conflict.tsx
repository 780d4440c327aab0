import { Link } from '@tanstack/react-router'
import { useStaffName } from '../../api/known'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { moment } from '../../i18n/when'
import { Button } from '../../ui/button'
import { Avatar } from '../../ui/tag'
import type { Trouble } from './state'
import { deskWords } from './words'

const link = 'inline-flex h-8 shrink-0 items-center rounded-control border border-line-strong bg-surface px-3 text-ui text-ink hover:bg-hover'

/** useTroubleText says who was first, what he did and when. */
export function useTroubleText(): (trouble: Trouble) => { title: string; who?: string; detail: string } {
  const t = useWords(deskWords)
  const terms = useTerms()
  const language = useLanguage()
  const nameOf = useStaffName()
  return ({ code, conflict }) => {
    const who = conflict?.by ? nameOf(conflict.by) : undefined
    if (who && conflict?.state !== 'leased' && (conflict?.verdict || conflict?.at)) {
      const parts = [conflict.at && moment(conflict.at, language), conflict.verdict && terms.label(conflict.verdict)].filter(Boolean)
      return { title: t.decidedBy(who), who, detail: parts.join(' · ') }
    }
    if (who && conflict?.state === 'leased' && code !== 'stale_version') return { title: t.heldBy(who), who, detail: conflict.until ? t.until(moment(conflict.until, language)) : '' }
    return { title: code === 'stale_version' ? t.stale : t.leaseLost, detail: '' }
  }
}

/** ConflictBanner stands in for the dock of a case that somebody else was faster with. */
export function ConflictBanner({ id, trouble, onNext }: { id: number; trouble: Trouble; onNext: () => void }) {
  const t = useWords(deskWords)
  const { title, who, detail } = useTroubleText()(trouble)
  return (
    <div role="alert" className="flex min-h-14 shrink-0 items-center gap-3 border-t border-warn-line bg-warn-soft px-5 py-2">
      {who && <Avatar name={who} size={28} />}
      <div className="min-w-0 flex-1">
        <p className="foreign-line text-ui font-semibold text-warn">{title}</p>
        <p className="text-label text-ink-2">{[detail, t.kept].filter(Boolean).join(' · ')}</p>
      </div>
      <Link to="/cases/$id" params={{ id: String(id) }} className={link}>{trouble.conflict?.verdict ? t.seeVerdict : t.seeCase}</Link>
      <Button look="accent" command="punish" onClick={onNext}>{t.next}</Button>
    </div>
  )
}
