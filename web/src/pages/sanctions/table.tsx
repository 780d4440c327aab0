import { useState } from 'react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { CaseLink, ForeignLine, UserLink, When } from '../../ui/foreign'
import type { Column } from '../../ui/table'
import { LiftDialog } from './lift'
import { StandingTag, useAuthorName, useSanctionName } from './name'
import type { Sanction } from './sanction'
import { sanctionWords } from './words'

/** useLifting is the dialog that lifts what is chosen, for those who may. */
export function useLifting(onDone?: () => void) {
  const { may } = useSession()
  const t = useWords(sanctionWords)
  const [lifting, setLifting] = useState<Sanction | null>(null)
  const button = (s: Sanction) => may('lift') && s.in_force && <Button size="s" className="hidden align-middle lg:inline-flex" onClick={(e) => { e.stopPropagation(); setLifting(s) }}>{t.lift}</Button>
  const dialog = lifting && <LiftDialog sanction={lifting} onClose={() => setLifting(null)} onDone={onDone} />
  return { button, dialog }
}

export function useSanctionColumns(button: (s: Sanction) => React.ReactNode, { subject = true }: { subject?: boolean } = {}): Column<Sanction>[] {
  const t = useWords(sanctionWords)
  const terms = useTerms()
  const nameOf = useSanctionName()
  const nameOfAuthor = useAuthorName()
  const columns: (Column<Sanction> | false)[] = [
    { key: 'what', head: t.what, width: '176px', cell: (s) => <span className="font-medium">{nameOf(s)}</span> },
    subject && { key: 'subject', head: t.subject, cell: (s) => <Whom sanction={s} /> },
    { key: 'why', head: t.why, width: '112px', cell: (s) => <ForeignLine>{terms.label(s.label)}</ForeignLine> },
    { key: 'state', head: t.state, width: '190px', cell: (s) => <StandingTag sanction={s} /> },
    { key: 'since', head: t.since, width: '112px', wide: true, cell: (s) => <When at={s.starts_at} className="text-ink-2" /> },
    { key: 'case', head: t.case, width: '88px', cell: (s) => (s.case_id ? <CaseLink id={s.case_id} /> : null) },
    {
      key: 'by', head: t.by, width: subject ? '150px' : undefined, wide: true,
      cell: (s) => <ForeignLine className="text-ink-2">{s.lifted_by ? t.liftedBy(nameOfAuthor(s.lifted_by)) : nameOfAuthor(s.author)}</ForeignLine>,
    },
    { key: 'lift', head: '', width: '76px', align: 'right', cell: button },
  ]
  return columns.filter((column) => column !== false)
}

/** Whom a sanction binds: somebody, or a place, or a piece of content of somebody. */
function Whom({ sanction: s }: { sanction: Sanction }) {
  const terms = useTerms()
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {s.user_id && <><span className="shrink-0 text-ink-3">{terms.subject('user')}</span><UserLink app={s.app} id={s.user_id} /></>}
      {s.subject.kind !== 'user' && <><span className="shrink-0 text-ink-3">{terms.subject(s.subject.kind)}</span><ForeignLine>{s.subject.id}</ForeignLine></>}
    </span>
  )
}
