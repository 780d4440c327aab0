import { type ReactNode, memo } from 'react'
import { Ban, Layers } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { cx } from '../../ui/class'
import { Avatar } from '../../ui/tag'
import { Veiled } from '../veil/picture'
import { isRisky } from '../veil/rule'
import { type Cell, caseOf, ownerOf } from './batch'
import { albumWords } from './words'

interface Props {
  cell: Cell
  at: number
  side: number
  focused: boolean
  held: boolean
  onFocus: (at: number) => void
  onToggle: (at: number) => void
  onFailed: (id: number) => void
}

/** Picture is one cell of the wall: the picture, what it is marked with, whose it is. */
export const Picture = memo(function Picture({ cell, at, side, focused, held, onFocus, onToggle, onFailed }: Props) {
  const t = useWords(albumWords)
  const terms = useTerms()
  const work = caseOf(cell)
  const media = work.content.messages[0]?.media
  const owner = ownerOf(work)
  const risky = isRisky(work)
  const out = cell.out && (cell.out.why === 'lost' ? (cell.out.conflict?.by ? t.lostTo : t.lost) : t[cell.out.why])
  const state = out ?? (cell.mark === undefined ? t.willPass : t.markedAs(terms.label(cell.mark)))
  return (
    <li
      role="option"
      aria-selected={cell.mark !== undefined}
      aria-disabled={cell.out ? true : undefined}
      tabIndex={focused ? 0 : -1}
      data-case={cell.id}
      onPointerDown={() => onFocus(at)}
      onDoubleClick={() => onToggle(at)}
      className="min-w-0 cursor-default outline-none"
      style={{ width: side }}
    >
      <div className="relative" style={{ height: side }}>
        {cell.works.length > 1 && <StackEdges />}
        <div className={cx(
          'absolute inset-0 overflow-hidden rounded-card border',
          cell.mark !== undefined ? 'border-danger ring-1 ring-danger' : 'border-line',
          focused && 'outline-2 outline-offset-3 outline-accent',
        )}>
          {media ? <Veiled media={media} alt={t.cell(at + 1)} risky={risky} held={held && focused} className="size-full" onFailed={() => onFailed(cell.id)} /> : <span className="block size-full bg-active" />}
          {(cell.mark !== undefined || out) && !(held && focused) && <span aria-hidden="true" className="pointer-events-none absolute inset-0 bg-dim" />}
          {cell.works.length > 1 && <Chip className="top-1.5 left-1.5"><Layers size={12} aria-hidden="true" /><span aria-hidden="true">{cell.works.length}</span></Chip>}
          {cell.mark !== undefined && !out && <span aria-hidden="true" className="absolute top-1.5 right-1.5 flex size-5 items-center justify-center rounded-key bg-danger-solid text-on-solid"><Ban size={13} /></span>}
          {out && <span aria-hidden="true" className="absolute inset-x-0 bottom-0 truncate bg-veil px-2 py-1 text-center text-label text-on-solid">{out}</span>}
          {!out && cell.mark !== undefined && <span aria-hidden="true" className="absolute inset-x-0 bottom-0 truncate bg-danger-solid px-2 py-1 text-center text-label font-semibold text-on-solid">{terms.label(cell.mark)}</span>}
          {!out && cell.mark === undefined && risky && <RiskChip complaints={work.complaints} />}
        </div>
      </div>
      <div className="relative flex h-5 items-end gap-1.5 text-meta text-ink-2">
        <Avatar name={owner ?? '?'} size={14} />
        <span dir="auto" className="foreign-line flex-1">{owner ?? t.nobody}</span>
        <span aria-hidden="true" className="shrink-0">{String(at + 1).padStart(2, '0')}</span>
        <span className="sr-only">{[cell.works.length > 1 && t.same(cell.works.length), state].filter(Boolean).join(' · ')}</span>
      </div>
    </li>
  )
})

function Chip({ className, children }: { className: string; children: ReactNode }) {
  return <span className={cx('pointer-events-none absolute inline-flex h-5 max-w-[calc(100%-12px)] items-center gap-1 rounded-key bg-veil px-1.5 text-meta font-medium text-on-solid', className)}>{children}</span>
}

/** RiskChip says what a veiled picture was reported for, before anybody looks. */
function RiskChip({ complaints }: { complaints: readonly string[] }) {
  const terms = useTerms()
  const first = complaints[0]
  if (!first) return null
  return <Chip className="bottom-1.5 left-1.5"><span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-warn-dot" /><span className="foreign-line">{terms.complaint(first)}</span></Chip>
}

/** StackEdges are the edges of the pictures below. */
function StackEdges() {
  return (
    <span aria-hidden="true">
      <span className="absolute inset-x-1.5 -top-1 h-4 rounded-t-card border border-line-strong bg-surface" />
      <span className="absolute inset-x-3 -top-[7px] h-4 rounded-t-card border border-line-strong bg-surface" />
    </span>
  )
}
