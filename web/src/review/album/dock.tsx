import type { ReactNode } from 'react'
import { Ban, Check, ChevronsUp, Eraser, SkipForward } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button, CommandKey, Key } from '../../ui/button'
import { cx } from '../../ui/class'
import type { Reason } from '../desk/work'
import { type Batch, type BatchEvent, type Cell, caseOf, tally } from './batch'
import type { Album } from './use'
import { albumWords } from './words'

interface Props {
  album: Album
  batch: Batch
  cell: Cell
  last: string | null
  unseen: number
  onSubmit: () => void
  /** What was submitted last, in its fixed seat. */
  undo: ReactNode
}

/** Dock is where a batch is judged: the reasons, what the keys do, what will be sent. */
export function Dock({ album, batch, cell, last, unseen, onSubmit, undo }: Props) {
  const t = useWords(albumWords)
  const { may } = useSession()
  const { passed, marked, labels } = tally(batch)
  const out = cell.out !== undefined
  return (
    <footer className="flex shrink-0 border-t border-line bg-surface">
      <div className="flex min-w-0 flex-1 flex-col justify-between gap-2 px-5 py-3">
        <div role="group" aria-label={t.reasons} className="flex min-h-8 flex-wrap gap-1.5">
          {caseOf(cell).reasons.map((reason) => (
            <ReasonChip key={reason.label} reason={reason} number={labels.get(reason.label) ?? 0} chosen={cell.mark === reason.label} last={last === reason.label} disabled={out} turn={album.turn} />
          ))}
        </div>
        <div className="flex h-8 min-w-0 items-center gap-3">
          <Hints cell={cell} last={last} turn={album.turn} />
          {undo}
        </div>
      </div>
      <div className="my-3 flex shrink-0 flex-col justify-between gap-2 border-l border-line px-5">
        <div className="flex items-center justify-between gap-4">
          <div className="flex flex-col items-end">
            <p className="flex gap-3 text-ui font-semibold whitespace-nowrap">
              <span className="flex items-center gap-1 text-ok"><Check size={14} aria-hidden="true" />{t.passed(passed)}</span>
              <span className="flex items-center gap-1 text-danger"><Ban size={14} aria-hidden="true" />{t.marked(marked)}</span>
            </p>
            <p className={cx('max-w-[220px] text-right text-label', unseen > 0 ? 'text-warn' : 'text-ink-3')}>{unseen > 0 ? t.unseen(unseen) : t.passNote}</p>
          </div>
          <Button look="accent" size="l" command="batch" onClick={onSubmit}>{t.submit}</Button>
        </div>
        <div className="flex justify-end gap-1">
          <Button look="ghost" size="s" icon={<Eraser size={14} aria-hidden="true" />} disabled={marked === 0} onClick={() => album.turn({ type: 'clear_all' })}>{t.clearAll}</Button>
          {!may('senior') && <Button look="ghost" size="s" icon={<ChevronsUp size={14} aria-hidden="true" />} command="escalate" disabled={out} onClick={() => album.escalate(cell)}>{t.escalate}</Button>}
          <Button look="ghost" size="s" icon={<SkipForward size={14} aria-hidden="true" />} command="skip" disabled={out} onClick={() => album.skip(cell)}>{t.skip}</Button>
        </div>
      </div>
    </footer>
  )
}

/** ReasonChip marks the focused picture. Inverted ink says what it is marked with: red is for the pictures. */
function ReasonChip({ reason, number, chosen, last, disabled, turn }: { reason: Reason; number: number; chosen: boolean; last: boolean; disabled: boolean; turn: (event: BatchEvent) => void }) {
  const terms = useTerms()
  return (
    <button
      type="button"
      aria-pressed={chosen}
      disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => turn({ type: 'mark', label: reason.label })}
      className={cx(
        'inline-flex h-8 items-center gap-2 rounded-control border px-2 text-ui whitespace-nowrap disabled:text-ink-3',
        chosen ? 'border-ink bg-ink font-medium text-surface' : last ? 'border-line-strong bg-active text-ink' : 'border-line bg-surface text-ink hover:bg-hover',
      )}
    >
      {reason.key && <CommandKey command={`reason${reason.key as 1}`} solid={chosen} />}
      <span className="foreign-line max-w-40">{terms.label(reason.label)}</span>
      {number > 0 && <span className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-key bg-danger-soft px-1 text-meta font-semibold text-danger">{number}</span>}
    </button>
  )
}

/** Hints say what the keys do, and do it when they are clicked. */
function Hints({ cell, last, turn }: { cell: Cell; last: string | null; turn: (event: BatchEvent) => void }) {
  const t = useWords(albumWords)
  const label = cell.mark ?? last
  const hint = 'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-key pr-1.5 text-label text-ink-2 enabled:hover:text-ink disabled:text-ink-3'
  return (
    <div className="flex h-6 min-w-0 flex-1 flex-wrap items-center gap-x-4 overflow-hidden">
      <span className={hint}><Key>←↑↓→</Key>{t.move}</span>
      <button type="button" className={hint} disabled={cell.out !== undefined || label === null} title={label === null ? t.chooseFirst : undefined} onClick={() => turn({ type: 'toggle', label: last })}><CommandKey command="space" />{t.mark}</button>
      <button type="button" className={hint} disabled={cell.mark === undefined} onClick={() => turn({ type: 'clear' })}><CommandKey command="pass" />{t.unmark}</button>
      <span className={hint}><CommandKey command="reveal" />{t.reveal}</span>
    </div>
  )
}
