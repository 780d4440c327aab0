import { useEffect, useRef } from 'react'
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { IconButton } from '../../ui/button'
import { cx } from '../../ui/class'
import { Field, Switch } from '../../ui/field'
import { inSentence } from '../../ui/foreign'
import type { Row, Wrong } from './draft'
import { partyWords } from './words'

interface RowProps { row: Row; first: boolean; last: boolean; wrong: Wrong; onChange: (part: Partial<Row>) => void; onMove: (by: -1 | 1) => void; onRemove: () => void }

/** GiftRow is one gift with all that can be changed of it. A new one is typed into at once. */
export function GiftRow({ row, first, last, wrong, onChange, onMove, onRemove }: RowProps) {
  const t = useWords(partyWords)
  const cells = useRef<HTMLTableRowElement>(null)
  const { fresh } = row
  useEffect(() => {
    if (fresh) cells.current?.querySelector<HTMLInputElement>('[data-name] input')?.focus()
  }, [fresh])
  const name = inSentence(row.name.trim(), 20) || t.nameless
  // At an end the arrow stays where it is and keeps the focus.
  const arrow = (by: -1 | 1, end: boolean) => (
    <IconButton label={by < 0 ? t.up(name) : t.down(name)} size="s" aria-disabled={end} className={cx('hidden lg:inline-flex', end && 'text-line-strong! hover:bg-transparent!')} onClick={() => !end && onMove(by)}>
      {by < 0 ? <ArrowUp size={14} /> : <ArrowDown size={14} />}
    </IconButton>
  )
  return (
    <tr ref={cells} className="border-b border-line align-top *:px-3 *:py-1.5">
      <td><span className="flex h-8 items-center gap-0.5">{arrow(-1, first)}{arrow(1, last)}</span></td>
      <td>
        {row.fresh
          ? <Field label={t.of(t.id, name)} quiet inputMode="numeric" maxLength={16} error={wrong.id && t[wrong.id]} value={row.id} onChange={(e) => onChange({ id: e.target.value })} />
          : <span className="flex h-8 items-center text-ink-2">{row.id}</span>}
      </td>
      <td data-name><Field label={t.of(t.name, name)} quiet dir="auto" maxLength={128} autoComplete="off" error={wrong.name && t[wrong.name]} value={row.name} onChange={(e) => onChange({ name: e.target.value })} /></td>
      <td><Field label={t.of(t.price, name)} quiet inputMode="numeric" maxLength={16} error={wrong.price && t[wrong.price]} value={row.price} onChange={(e) => onChange({ price: e.target.value })} className="text-right" /></td>
      <td><span className="flex h-8 items-center"><Switch label={row.off ? t.notOffered : t.offered} checked={!row.off} onChange={(on) => onChange({ off: !on })} /></span></td>
      <td><IconButton label={t.remove(name)} className="hidden lg:inline-flex" onClick={onRemove}><X size={14} /></IconButton></td>
    </tr>
  )
}
