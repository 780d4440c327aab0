import { useCallback, useEffect, useRef, useState } from 'react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useSession } from '../../api/session'
import { useIntake } from '../../app/intake'
import { useWords } from '../../i18n/language'
import { type ReasonKey, reasons } from '../../keys/keymap'
import { type Bindings, useKeys } from '../../keys/keys'
import { BreakBand, IdleBand } from '../desk/bands'
import { type Break, useBreak } from '../desk/break'
import { useHold } from '../veil/hold'
import { type Batch, type Cell, asksFirst, caseOf, hasReason } from './batch'
import { ConfirmBatch } from './confirm'
import { Dock } from './dock'
import { Inspector } from './inspector'
import { RefusedCard } from './refused'
import { Resting } from './rest'
import { SubBar } from './subbar'
import { UndoPill } from './undo'
import { type Album, useAlbum } from './use'
import { Wall } from './wall'
import { albumWords } from './words'

/** AlbumView is the queue of pictures: a batch in sight at once, judged by marking what must go. */
export function AlbumView() {
  const album = useAlbum()
  const { turn, state } = album
  const search: Record<string, string> = useSearch({ strict: false })
  const navigate = useNavigate()
  const grouped = search.by === 'user'
  const { batch } = state
  const id = batch?.id
  useEffect(() => {
    if (id !== undefined) turn({ type: 'group', on: grouped })
  }, [grouped, id, turn])
  const [taking, setTaking] = useIntake()
  const rest = useBreak(id)
  useKeys({ undo: album.undo, pause: () => setTaking(!taking) })
  const onGroup = (on: boolean) => void navigate({ to: '.', search: on ? { by: 'user' } : {}, replace: true } as never)
  const cell = batch?.cells[batch.at]
  if (batch && cell) return <Judging album={album} batch={batch} cell={cell} grouped={grouped} onGroup={onGroup} rest={rest} />
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-bg">
      <div className="min-h-0 flex-1 overflow-y-auto"><Resting album={album} /></div>
      <RefusedCard refused={state.refused} onDismiss={album.dismiss} />
      <div className="flex min-h-12 shrink-0 items-center justify-end border-t border-line bg-surface px-5"><UndoPill album={album} /></div>
    </div>
  )
}

function Judging({ album, batch, cell, grouped, onGroup, rest }: { album: Album; batch: Batch; cell: Cell; grouped: boolean; onGroup: (on: boolean) => void; rest: Break }) {
  const t = useWords(albumWords)
  const { may } = useSession()
  const { turn, state } = album
  const [columns, setColumns] = useState(1)
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<ReadonlySet<number>>(new Set())
  const [copied, setCopied] = useState(false)
  const note = useRef<HTMLTextAreaElement>(null)
  const [held] = useHold(cell.id, { keyed: true })
  // A reason that this picture's app has not marks nothing.
  const last = state.last !== null && hasReason(cell, state.last) ? state.last : null
  const label = cell.mark ?? last
  const submit = () => {
    if (!album.isSeen()) return
    if (asksFirst(batch)) setAsking(true)
    else album.submit()
  }
  const copy = async () => {
    await navigator.clipboard?.writeText(`${location.origin}/console/cases/${cell.id}`)
    setCopied(true)
  }
  useKeys({
    ...reasonKeys(cell, (chosen) => turn({ type: 'mark', label: chosen })),
    space: () => turn({ type: 'toggle', label: last }),
    pass: () => turn({ type: 'clear' }),
    user: () => { if (label !== null) turn({ type: 'owner', label }) },
    batch: submit,
    skip: () => { if (album.isSeen() && !cell.out) album.skip(cell) },
    escalate: () => { if (album.isSeen() && !cell.out && !may('senior')) album.escalate(cell) },
    note: () => note.current?.focus(),
    copy: () => void copy(),
  })
  const onFailed = useCallback((id: number) => setFailed((all) => new Set([...all, id])), [])
  const unseen = batch.cells.filter((one) => failed.has(one.id) && !one.out && one.mark === undefined).length
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1">
        <section className="relative flex min-w-0 flex-1 flex-col">
          <SubBar batch={batch} grouped={grouped} onGroup={onGroup} />
          <Wall batch={batch} held={held} turn={turn} last={last} onColumns={setColumns} onFailed={onFailed} />
          {rest.due && <BreakBand minutes={rest.minutes} onBreak={rest.take} onLater={rest.later} />}
          {/* Over the wall, so that nothing moves when it goes. */}
          <div className="absolute inset-x-0 bottom-0"><IdleBand desk={album} /></div>
        </section>
        <Inspector
          batch={batch} cell={cell} columns={columns} held={held} last={last} turn={turn} note={note}
          foot={<RefusedCard refused={state.refused} onDismiss={album.dismiss} />}
        />
      </div>
      <Dock album={album} batch={batch} cell={cell} last={last} unseen={unseen} onSubmit={submit} undo={<UndoPill album={album} />} />
      {copied && <span key={cell.id} role="status" className="sr-only-live">{t.copied}</span>}
      {asking && <ConfirmBatch batch={batch} onClose={() => setAsking(false)} onSubmit={() => { setAsking(false); album.submit() }} />}
    </div>
  )
}

/** reasonKeys binds the digits to the reasons that the focused picture can be marked with. */
function reasonKeys(cell: Cell, mark: (label: string) => void): Bindings {
  const bindings: Bindings = {}
  for (const { key, label } of caseOf(cell).reasons) {
    if (key !== undefined && reasons.includes(key as ReasonKey)) bindings[`reason${key as ReasonKey}`] = () => mark(label)
  }
  return bindings
}
