import { X } from 'lucide-react'
import { useStaffName } from '../../api/known'
import { useSession } from '../../api/session'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { moment } from '../../i18n/when'
import { IconButton } from '../../ui/button'
import { Choice } from '../../ui/field'
import { ForeignLine, When, inSentence } from '../../ui/foreign'
import type { Column } from '../../ui/table'
import { type Action, type Term, actions, categories } from './calls'
import { wordWords } from './words'

interface Acts { onChange: (term: Term) => void; onRemove: (term: Term) => void; busy: boolean }

export function useTermColumns({ onChange, onRemove, busy }: Acts): Column<Term>[] {
  const t = useWords(wordWords)
  const terms = useTerms()
  const { may } = useSession()
  const staffName = useStaffName()
  const edits = may('edit_words')
  const columns: (Column<Term> | false)[] = [
    { key: 'text', head: t.term, cell: (term) => <ForeignLine className="font-medium">{term.text}</ForeignLine> },
    { key: 'category', head: t.category, width: '132px', cell: (term) => (edits ? <Category term={term} busy={busy} onChange={onChange} /> : terms.label(term.category ?? '')) },
    { key: 'action', head: t.action, width: '108px', cell: (term) => (term.mode === 'allow' ? <span className="text-ok">{t.allowed}</span> : edits ? <ActionChoice term={term} busy={busy} onChange={onChange} /> : t[term.action ?? 'review']) },
    { key: 'mode', head: t.mode, width: '96px', wide: true, cell: (term) => <span className="text-ink-2">{t[term.mode ?? 'word']}</span> },
    { key: 'note', head: t.note, width: '18%', wide: true, cell: (term) => <Beside term={term} /> },
    { key: 'by', head: t.by, width: '104px', wide: true, cell: (term) => <ForeignLine className="text-ink-2">{/^\d+$/.test(term.added_by) ? staffName(term.added_by) : term.added_by}</ForeignLine> },
    { key: 'at', head: t.at, width: '112px', cell: (term) => <When at={term.added_at} className="text-ink-2" /> },
    edits && { key: 'remove', head: '', width: '52px', align: 'right', cell: (term) => <IconButton label={t.removeTerm(inSentence(term.text))} size="s" className="hidden align-middle lg:inline-flex" disabled={busy} onClick={() => onRemove(term)}><X size={14} /></IconButton> },
  ]
  return columns.filter((column) => column !== false)
}

/** Beside is what limits a term, and why it is there. */
function Beside({ term }: { term: Term }) {
  const t = useWords(wordWords)
  const language = useLanguage()
  const limits = [
    term.level ? `${t.level} ${term.level}` : '', term.scenes?.join(' ') ?? '',
    term.from ? `${t.from} ${moment(term.from, language)}` : '', term.until ? `${t.until} ${moment(term.until, language)}` : '', term.note ?? '',
  ].filter(Boolean)
  return limits.length > 0 && <ForeignLine className="text-ink-2">{limits.join(' · ')}</ForeignLine>
}

interface CellProps { term: Term; busy: boolean; onChange: (term: Term) => void }

/** A label that is not ours stays to be chosen. */
function Category({ term, busy, onChange }: CellProps) {
  const t = useWords(wordWords)
  const terms = useTerms()
  const mine = term.category ?? ''
  const all: readonly string[] = (categories as readonly string[]).includes(mine) ? categories : [mine, ...categories]
  return (
    <Choice label={`${t.category} ${inSentence(term.text)}`} quiet value={mine} disabled={busy} onChange={(e) => onChange({ ...term, category: e.target.value })} className="h-7! border-transparent! bg-transparent! px-1! text-ui! hover:border-line-strong!">
      {all.map((one) => <option key={one} value={one}>{one === '' ? '—' : terms.label(one)}</option>)}
    </Choice>
  )
}

function ActionChoice({ term, busy, onChange }: CellProps) {
  const t = useWords(wordWords)
  return (
    <Choice label={`${t.action} ${inSentence(term.text)}`} quiet value={term.action ?? 'review'} disabled={busy} onChange={(e) => onChange({ ...term, action: e.target.value as Action })} className="h-7! border-transparent! bg-transparent! px-1! text-ui! hover:border-line-strong!">
      {actions.map((one) => <option key={one} value={one}>{t[one]}</option>)}
    </Choice>
  )
}
