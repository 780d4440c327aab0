import { Link } from '@tanstack/react-router'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { inSentence } from '../../ui/foreign'
import { useReason } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { type Proposal, type Term, putTerm, said, takeAway } from './calls'
import { wordWords } from './words'

/** OneProposal is a term that hits harmless lines, with some of them. One click removes it, another puts it back as it was. */
export function OneProposal({ proposal }: { proposal: Proposal }) {
  const t = useWords(wordWords)
  const { may } = useSession()
  const reason = useReason()
  const remove = useAct<void, Term | null>(() => takeAway(proposal))
  const putBack = useAct((term: Term, key) => putTerm(proposal.list_id, said(term), key), () => remove.reset())
  const gone = remove.result !== undefined
  const failure = putBack.error ?? remove.error
  return (
    <li className="flex items-start gap-4 px-4 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <span dir="auto" className={cx('foreign text-ui font-semibold', gone && 'text-ink-3 line-through')}>{proposal.term}</span>
          <Link to="/words" search={{ id: String(proposal.list_id), text: proposal.term }} dir="auto" className="foreign-line max-w-[16em] text-label text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-accent">{proposal.list}</Link>
          <span className="text-label text-ink-2">{t.hitsOf(count(proposal.hits), count(proposal.of))}</span>
          {proposal.precision !== undefined && <span className="text-label text-ink-2">{t.judged(count(proposal.passed), count(proposal.against))}</span>}
        </p>
        <ul aria-label={t.lineExamples} className="flex flex-col gap-0.5">{proposal.examples.map((text, i) => <li key={i} dir="auto" className="foreign line-clamp-2 text-ui text-ink-2">{text}</li>)}</ul>
        {failure && <p role="alert" className="text-label text-danger">{reason(failure)}</p>}
      </div>
      {may('edit_words') && (
        <div role="status" className="hidden shrink-0 items-center gap-2 lg:flex">
          {gone && <Tag tone="ok">{remove.result ? t.takenAway : t.wasGone}</Tag>}
          {remove.result && <Button size="s" disabled={putBack.busy} onClick={() => { if (remove.result) putBack.run(remove.result) }}>{t.putBack}</Button>}
          {!gone && <Button size="s" disabled={remove.busy} aria-label={`${t.takeAway} ${inSentence(proposal.term)}`} onClick={() => remove.run()}>{t.takeAway}</Button>}
        </div>
      )}
    </li>
  )
}
