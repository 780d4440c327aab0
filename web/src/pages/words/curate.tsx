import { Brush } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Choice } from '../../ui/field'
import { useFilters } from '../../ui/filters'
import { Progress } from '../../ui/progress'
import { Empty, Note, useReason } from '../../ui/states'
import { type WordList, curate } from './calls'
import { OneProposal } from './proposal'
import { wordWords } from './words'

/** Curate finds terms that hit harmless lines. It proposes; people remove. */
export function Curate({ lists }: { lists: readonly WordList[] }) {
  const t = useWords(wordWords)
  const reason = useReason()
  const { filters, set } = useFilters()
  const list = lists.find(({ id }) => String(id) === filters['list'])?.id ?? 0
  const look = useAct((of: number, key) => curate(of, key))
  const found = look.result
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex shrink-0 flex-wrap items-end gap-x-3 gap-y-2 border-b border-line px-4 py-3">
        <p className="w-full max-w-[60em] text-ui text-ink-2">{t.curateNote}</p>
        <div className="w-56">
          <Choice label={t.whichList} quiet value={list} disabled={look.busy} onChange={(e) => { set({ list: e.target.value === '0' ? undefined : e.target.value }); look.reset() }}>
            <option value={0}>{t.allOn}</option>
            {lists.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </Choice>
        </div>
        <Button icon={<Brush size={14} />} disabled={look.busy} onClick={() => look.run(list)}>{look.busy ? t.looking : found ? t.lookAgain : t.look}</Button>
        {found && <p role="status" className="self-center text-label text-ink-3">{t.lookedAt(count(found.decided), count(found.passed))}</p>}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {look.busy && <div className="p-4"><Progress label={t.looking} done={0} of={0} /></div>}
        {look.error && <div className="p-4"><Note tone="danger">{asProblem(look.error).code === 'curating' ? t.curating : reason(look.error)}</Note></div>}
        {found && !look.busy && (found.decided + found.passed + found.benign === 0 ? <Empty title={t.noLines} icon={<Brush size={22} />}>{t.noLinesNote}</Empty> : found.proposals.length === 0 ? <Empty title={t.noProposals} icon={<Brush size={22} />} /> : (
          <>
            <ol aria-label={t.proposals} className="flex flex-col divide-y divide-line border-b border-line">{found.proposals.map((one) => <OneProposal key={`${one.list_id} ${one.term_id}`} proposal={one} />)}</ol>
            {found.more > 0 && <p className="px-4 py-3 text-label text-ink-2">{t.moreProposals(count(found.more))}</p>}
          </>
        ))}
      </div>
    </div>
  )
}
