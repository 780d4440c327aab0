import { type ReactNode, type RefObject } from 'react'
import { Link } from '@tanstack/react-router'
import { Ban, Check, Layers, ShieldCheck, TriangleAlert, Users } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { Button, CommandKey, CopyButton } from '../../ui/button'
import { UserLink } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import { caseName } from '../desk/words'
import { Evidence } from '../veil/evidence'
import { Veiled } from '../veil/picture'
import { ToBank } from '../veil/tobank'
import { isRisky } from '../veil/rule'
import { type Batch, type BatchEvent, type Cell, byOwner, caseOf, ownerOf } from './batch'
import { Outcome } from './outcome'
import { Reports } from './reports'
import { albumWords } from './words'

interface Props {
  batch: Batch
  cell: Cell
  columns: number
  held: boolean
  last: string | null
  turn: (event: BatchEvent) => void
  note: RefObject<HTMLTextAreaElement | null>
  foot?: ReactNode
}

/** Inspector is all that is known of the focused picture. */
export function Inspector({ batch, cell, columns, held, last, turn, note, foot }: Props) {
  const t = useWords(albumWords)
  const work = caseOf(cell)
  const message = work.content.messages[0]
  const risky = isRisky(work)
  const row = Math.floor(batch.at / columns) + 1
  return (
    <aside className="flex w-[clamp(304px,calc(46vw-350px),420px)] shrink-0 flex-col border-l border-line bg-sunken">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-col gap-2 p-4 pb-3">
          {message?.media && message.type === 'picture'
            ? <Veiled key={message.media} media={message.media} risky={risky} large held={held} className="aspect-square max-h-[30vh] w-full rounded-card border border-line" />
            : message && <Evidence message={message} risky={risky} focused className="w-full" />}
          <div className="flex items-center gap-1">
            <Link to="/cases/$id" params={{ id: String(work.id) }} className="text-ui font-semibold underline decoration-line-strong underline-offset-2 hover:text-accent">{caseName(work.id)}</Link>
            <CopyButton text={`${location.origin}/console/cases/${work.id}`} label={t.copyLink} />
            <CommandKey command="copy" />
            {message?.media && message.type === 'picture' && <ToBank key={message.media} media={message.media} app={work.app} />}
            <span className="flex-1 text-right text-label whitespace-nowrap text-ink-2">{t.place(row, (batch.at % columns) + 1)}</span>
          </div>
          <States cell={cell} />
        </div>
        <Part title={t.reports} aside={t.times(work.report_count)}><Reports work={work} /></Part>
        <Part title={t.owner}><Owner batch={batch} cell={cell} last={last} turn={turn} /></Part>
        <Part title={t.willDo}><Outcome cell={cell} /></Part>
        <div className="border-t border-line px-4 py-2.5">
          <label className="flex items-center justify-between pb-1 text-label font-medium text-ink-2" htmlFor="album-note">{t.note}<CommandKey command="note" /></label>
          <textarea
            ref={note} id="album-note" rows={1} maxLength={4096} dir="auto" value={cell.note ?? ''} placeholder={t.noteHint} disabled={cell.out !== undefined}
            onChange={(event) => turn({ type: 'note', note: event.target.value })}
            onKeyDown={(event) => { if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur() }}
            className="field-sizing-content max-h-24 min-h-8 w-full resize-none rounded-control border border-line-strong bg-surface px-2.5 py-1.5 text-ui placeholder:text-ink-3 disabled:bg-hover"
          />
        </div>
      </div>
      {foot}
    </aside>
  )
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line px-4 py-2.5">
      <header className="flex items-center justify-between gap-3 pb-1.5">
        <h2 className="text-label font-medium text-ink-2">{title}</h2>
        {aside && <span className="text-label text-ink-3">{aside}</span>}
      </header>
      {children}
    </section>
  )
}

function States({ cell }: { cell: Cell }) {
  const t = useWords(albumWords)
  const terms = useTerms()
  const work = caseOf(cell)
  const out = cell.out && (cell.out.why === 'lost' ? t.lost : t[cell.out.why])
  return (
    <div className="flex flex-wrap gap-1.5">
      {out ? <Tag tone="warn">{out}</Tag> : cell.mark === undefined
        ? <Tag tone="ok" icon={<Check size={12} aria-hidden="true" />}>{t.willPass}</Tag>
        : <Tag tone="danger" icon={<Ban size={12} aria-hidden="true" />}>{terms.label(cell.mark)}</Tag>}
      {cell.works.length > 1 && <Tag title={t.sameNote} icon={<Layers size={12} aria-hidden="true" />}>{t.same(cell.works.length)}</Tag>}
      {work.risk && <Tag tone="warn" icon={<TriangleAlert size={12} aria-hidden="true" />}>{t.risky}</Tag>}
      {work.protected && <Tag tone="accent" icon={<ShieldCheck size={12} aria-hidden="true" />}>{t.protected}</Tag>}
      {work.escalated && <Tag tone="accent">{t.escalated}</Tag>}
    </div>
  )
}

/** Owner is whose picture it is, and all of his in this batch. */
function Owner({ batch, cell, last, turn }: { batch: Batch; cell: Cell; last: string | null; turn: (event: BatchEvent) => void }) {
  const t = useWords(albumWords)
  const work = caseOf(cell)
  const owner = ownerOf(work)
  const his = byOwner(batch, cell)
  const label = cell.mark ?? last
  const all = label !== null && his.every((one) => one.mark === label)
  const twenty = (n: number) => (n >= 20 ? '20+' : count(n))
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Avatar name={owner ?? '?'} size={32} />
        <div className="min-w-0 flex-1">
          {owner ? <UserLink app={work.app} id={owner} className="text-ui font-medium" /> : <p className="text-ui">{t.nobody}</p>}
          <p className="text-label text-ink-2">{t.reported(twenty(work.history.reports))} · {t.decided(twenty(work.history.decisions))}</p>
        </div>
      </div>
      {!cell.out && (
        <div className="flex h-9 items-center justify-between gap-2 rounded-control border border-line bg-surface pr-1 pl-2.5">
          <span className="flex min-w-0 items-center gap-1.5 text-label text-ink-2"><Users size={14} aria-hidden="true" className="shrink-0" /><span className="truncate">{t.fromHim(his.reduce((sum, one) => sum + one.works.length, 0))}</span></span>
          <Button size="s" look="ghost" command="user" disabled={label === null} title={label === null ? t.chooseFirst : undefined} onClick={() => label !== null && turn({ type: 'owner', label })}>{all ? t.unmarkAll : t.markAll}</Button>
        </div>
      )}
    </div>
  )
}
