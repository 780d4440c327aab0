import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Gift as GiftIcon, Plus } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Changed } from '../../ui/changed'
import { cx } from '../../ui/class'
import { When } from '../../ui/foreign'
import { Leaving } from '../../ui/leaving'
import { Empty, Note, useReason } from '../../ui/states'
import { type Row, added, changesOf, giftsOf, mostGifts, moved, rowsOf, wrongOf } from './draft'
import { GiftRow } from './giftrow'
import { type Catalogue, type Gift, putGifts } from './requests'
import { partyWords } from './words'

/** Editor changes the catalogue as a whole. What is typed is of the version that was read; when somebody else was faster, both are kept until it is said which counts. */
export function Editor({ app, stored }: { app: string; stored: Catalogue }) {
  const t = useWords(partyWords)
  const reason = useReason()
  const client = useQueryClient()
  const [base, setBase] = useState(stored)
  const [rows, setRows] = useState(() => rowsOf(stored.gifts))
  const [said, setSaid] = useState('')
  const fresh = useRef(0)
  const changes = changesOf(base.gifts, rows)
  const dirty = changes.length > 0
  const took = (next: Catalogue) => {
    setBase(next)
    setRows(rowsOf(next.gifts))
  }
  // Nothing is lost by following what others change, unless something was typed.
  if (stored.version > base.version && !dirty) took(stored)
  const newer = stored.version > base.version ? stored : null
  const save = useAct((gifts: Gift[]) => putGifts(app, base.version, gifts), took)
  const problem = save.error && asProblem(save.error)
  const late = problem?.code === 'catalogue_changed'
  // Who was refused is shown what the catalogue has become.
  useEffect(() => {
    if (late) void client.invalidateQueries({ queryKey: ['gifts', app] })
  }, [late, client, app])
  const change = (next: (now: Row[]) => Row[]) => {
    save.reset()
    setRows(next)
  }
  const put = (key: string, part: Partial<Row>) => change((now) => now.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const move = (row: Row, by: -1 | 1) => {
    const next = moved(rows, row.key, by)
    change(() => next)
    setSaid(t.place(row.name || t.nameless, next.findIndex((one) => one.key === row.key) + 1, next.length))
  }
  const gifts = giftsOf(rows)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (gifts && dirty && !newer) save.run(gifts)
  }
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      {newer && <Changed title={t.changedBy} by={newer.updated_by ?? ''} at={newer.updated_at ?? ''} onTheirs={() => { save.reset(); took(newer) }} onMine={() => { save.reset(); setBase(newer) }} />}
      <Head catalogue={base} count={rows.length} onAdd={() => change((now) => added(now, `new-${++fresh.current}`))} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {rows.length === 0 ? <Empty title={t.noGifts} icon={<GiftIcon size={22} />}>{t.noGiftsNote}</Empty> : (
          <table aria-label={t.gifts} className="w-full table-fixed border-collapse text-ui">
            <Heads />
            <tbody>
              {rows.map((row, at) => (
                <GiftRow key={row.key} row={row} first={at === 0} last={at === rows.length - 1} wrong={wrongOf(row, rows)} onChange={(part) => put(row.key, part)} onMove={(by) => move(row, by)} onRemove={() => change((now) => now.filter((one) => one.key !== row.key))} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <span role="status" className="sr-only-live">{said}</span>
      <footer className="flex min-h-14 shrink-0 flex-wrap items-center gap-3 border-t border-line px-4 py-2">
        <span className="hidden gap-2 lg:flex"><Button type="submit" look="accent" disabled={save.busy || !dirty || !gifts || newer !== null}>{t.save}</Button>{dirty && <Button onClick={() => { save.reset(); setRows(rowsOf(base.gifts)) }}>{t.discard}</Button>}</span>
        {dirty && <span className="text-label text-ink-2">{changes.map(([what, n]) => t[`c_${what}`](n)).join(' · ')}</span>}
        {dirty && !gifts && <span className="text-label text-danger">{t.invalid}</span>}
        {problem && !late && <Note tone="danger">{reason(problem)}</Note>}
        {save.result && !dirty ? <span role="status" className="text-label text-ok">{t.saved}</span> : !dirty && <span className="text-label text-ink-3">{t.giftsNote}</span>}
      </footer>
      <Leaving dirty={dirty} part="app part" />
    </form>
  )
}

function Head({ catalogue, count, onAdd }: { catalogue: Catalogue; count: number; onAdd: () => void }) {
  const t = useWords(partyWords)
  const staffName = useStaffName()
  const { version, updated_by: by = '', updated_at: at } = catalogue
  return (
    <div className="flex min-h-11 shrink-0 items-center gap-3 border-b border-line px-4 text-label text-ink-3">
      {version === 0 ? <span>{t.defaults}</span> : <span className="flex min-w-0 gap-1.5"><span className="shrink-0">{t.version(version)}</span><span aria-hidden="true">·</span><span dir="auto" className="foreign-line">{/^\d+$/.test(by) ? staffName(by) : by}</span>{at && <When at={at} />}</span>}
      <span className="ml-auto flex items-center gap-2">{count >= mostGifts && t.full}<Button size="s" icon={<Plus size={14} />} className="hidden lg:inline-flex" disabled={count >= mostGifts} onClick={onAdd}>{t.add}</Button></span>
    </div>
  )
}

function Heads() {
  const t = useWords(partyWords)
  const heads = [[t.order, '92px'], [t.id, '112px'], [t.name, 'clamp(200px, 32vw, 420px)'], [t.price, '152px'], [t.state, '124px']] as const
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr>
        {heads.map(([head, width]) => <th key={head} scope="col" style={{ width }} className={cx('h-8 border-b border-line px-3 text-label font-medium whitespace-nowrap text-ink-3', head === t.price ? 'text-right' : 'text-left')}>{head}</th>)}
        <th scope="col" className="border-b border-line"><span className="sr-only">{t.takeOut}</span></th>
      </tr>
    </thead>
  )
}
