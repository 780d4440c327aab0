import { useState } from 'react'
import { ImageMinus, Trash2, X } from 'lucide-react'
import { useStaffName } from '../../api/known'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { IconButton } from '../../ui/button'
import { CaseLink, ForeignLine, When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import { Note, useReason } from '../../ui/states'
import type { Column } from '../../ui/table'
import { Tag } from '../../ui/tag'
import { ReverseButton } from '../reversal'
import { type Bank, type Entry, entriesOf, removeEntry } from './calls'
import { DeleteBank } from './delete'
import { Print } from './print'
import { Upload } from './upload'
import { pictureWords } from './words'

/** OneBank is a bank: what it is, and its pictures. */
export function OneBank({ bank, onDeleted }: { bank: Bank; onDeleted: () => void }) {
  const { may } = useSession()
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <Head bank={bank} onDeleted={onDeleted} />
      {may('edit_words') && <Upload bank={bank.id} />}
      <Entries bank={bank} />
    </div>
  )
}

function Head({ bank, onDeleted }: { bank: Bank; onDeleted: () => void }) {
  const t = useWords(pictureWords)
  const terms = useTerms()
  const { may } = useSession()
  const [deleting, setDeleting] = useState(false)
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-3 border-b border-line px-4 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <ForeignLine className="text-ui font-semibold">{bank.name}</ForeignLine>
          <Tag tone={bank.kind === 'banned' ? 'danger' : 'ok'} title={bank.kind === 'banned' ? t.bannedNote : t.goodNote}>{t[bank.kind]}</Tag>
          {bank.label && <Tag>{terms.label(bank.label)}</Tag>}
        </p>
        <p className="flex min-w-0 gap-2 text-label text-ink-3">
          <span className="shrink-0">{t.size(count(bank.entries))}</span><span className="shrink-0">{t.version(bank.version)}</span><span className="shrink-0">{t.changedAt} <When at={bank.updated_at} /></span>
          <ForeignLine className="min-w-0">{bank.kind === 'banned' ? t.bannedNote : t.goodNote}</ForeignLine>
        </p>
      </div>
      <ReverseButton cause={`bank:${bank.id}`} name={bank.name} app={bank.app} />
      {may('edit_words') && <span className="hidden lg:inline"><IconButton label={t.remove} onClick={() => setDeleting(true)}><Trash2 size={15} /></IconButton></span>}
      {deleting && <DeleteBank bank={bank} onClose={() => setDeleting(false)} onDone={onDeleted} />}
    </header>
  )
}

function Entries({ bank }: { bank: Bank }) {
  const t = useWords(pictureWords)
  const reason = useReason()
  const pages = usePages<Entry>(['pictures', 'entries', bank.id], (cursor) => entriesOf(bank.id, cursor))
  const remove = useAct((entry: number) => removeEntry(bank.id, entry))
  const columns = useEntryColumns((entry) => remove.run(entry.id), remove.busy)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {remove.error && <div className="px-4 py-2"><Note tone="danger">{reason(remove.error)}</Note></div>}
      {remove.result !== undefined && !remove.busy && <p role="status" className="px-4 py-2 text-label text-ink-2">{t.removed}</p>}
      <PagedTable pages={pages} columns={columns} rowKey={(entry) => entry.id} label={t.entries} empty={{ title: t.noEntries, note: t.noEntriesNote, icon: <ImageMinus size={22} /> }} />
    </div>
  )
}

function useEntryColumns(onRemove: (entry: Entry) => void, busy: boolean): Column<Entry>[] {
  const t = useWords(pictureWords)
  const { may } = useSession()
  const staffName = useStaffName()
  const columns: (Column<Entry> | false)[] = [
    { key: 'print', head: t.print, width: '220px', cell: (entry) => <span className="flex min-w-0 items-center gap-2.5"><Print hash={entry.hash} /><span title={entry.hash} className="foreign-line font-mono text-label text-ink-2">{entry.hash}</span></span> },
    { key: 'note', head: t.note, cell: (entry) => entry.note && <ForeignLine>{entry.note}</ForeignLine> },
    { key: 'from', head: t.from, width: '112px', cell: (entry) => (entry.case_id ? <CaseLink id={entry.case_id} /> : <span className="text-ink-2">{t.uploaded}</span>) },
    { key: 'by', head: t.by, width: '112px', wide: true, cell: (entry) => <ForeignLine className="text-ink-2">{/^\d+$/.test(entry.added_by) ? staffName(entry.added_by) : entry.added_by}</ForeignLine> },
    { key: 'at', head: t.at, width: '116px', cell: (entry) => <When at={entry.added_at} className="text-ink-2" /> },
    may('edit_words') && { key: 'remove', head: '', width: '52px', align: 'right', cell: (entry) => <IconButton label={`${t.removeEntry} ${entry.hash.slice(0, 8)}`} size="s" className="hidden align-middle lg:inline-flex" disabled={busy} onClick={() => onRemove(entry)}><X size={14} /></IconButton> },
  ]
  return columns.filter((column) => column !== false)
}
