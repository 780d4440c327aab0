import { useState } from 'react'
import { BookType, Download, Pencil, Trash2, Upload } from 'lucide-react'
import { api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button, IconButton } from '../../ui/button'
import { Switch } from '../../ui/field'
import { ChoiceFilter, FilterBar, TextFilter, useFilters } from '../../ui/filters'
import { ForeignLine, When, inSentence } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import { Note, useReason } from '../../ui/states'
import { ReverseButton } from '../reversal'
import { AddTerm } from './add'
import { type Action, type Term, type WordList, actions, categories, putTerm, removeTerm, said } from './calls'
import { ImportDialog } from './import'
import { ListDialog } from './listdialog'
import { DeleteDialog } from './delete'
import { useTermColumns } from './table'
import { wordWords } from './words'

/** OneList is a word list: what it is, and its terms. */
export function OneList({ list }: { list: WordList }) {
  const { may } = useSession()
  const [told, setTold] = useState('')
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <Head list={list} onTold={setTold} />
      <TermFilters />
      {may('edit_words') && <AddTerm list={list} onTold={setTold} />}
      <Terms list={list} told={told} onTold={setTold} />
    </div>
  )
}

function Head({ list, onTold }: { list: WordList; onTold: (text: string) => void }) {
  const t = useWords(wordWords)
  const { may } = useSession()
  const { set } = useFilters()
  const [open, setOpen] = useState<'edit' | 'delete' | 'import' | null>(null)
  const close = () => setOpen(null)
  const turn = useAct((enabled: boolean) => must(api.PUT('/words/lists/{id}', { params: { path: { id: list.id } }, body: { app: list.app || undefined, name: list.name, note: list.note, enabled } })))
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-3 border-b border-line px-4 py-1.5">
      <div className="min-w-0 flex-1">
        <ForeignLine className="text-ui font-semibold">{list.name}</ForeignLine>
        <p className="flex min-w-0 gap-2 text-label text-ink-3">
          <span className="shrink-0">{t.size(count(list.terms))}</span><span className="shrink-0">{t.changedAt} <When at={list.updated_at} /></span>
          {list.note && <ForeignLine className="min-w-0">{list.note}</ForeignLine>}
        </p>
      </div>
      <ReverseButton cause={`list:${list.id}`} name={list.name} app={list.app} />
      <a href={`/api/v1/words/lists/${list.id}/export`} download className="inline-flex h-7 items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2 text-label hover:bg-hover"><Download size={14} aria-hidden="true" />{t.export}</a>
      {may('edit_words') && (
        <div className="hidden items-center gap-3 lg:flex">
          <Button size="s" icon={<Upload size={14} />} onClick={() => setOpen('import')}>{t.import}</Button>
          <Switch label={t.enabled} checked={turn.busy ? Boolean(turn.input) : list.enabled} disabled={turn.busy} onChange={(on) => turn.run(on)} />
          <span className="flex">
            <IconButton label={t.edit} onClick={() => setOpen('edit')}><Pencil size={15} /></IconButton>
            <IconButton label={t.remove} onClick={() => setOpen('delete')}><Trash2 size={15} /></IconButton>
          </span>
        </div>
      )}
      {open === 'edit' && <ListDialog list={list} onClose={close} />}
      {open === 'delete' && <DeleteDialog list={list} onClose={close} onDone={() => set({ id: undefined })} />}
      {open === 'import' && <ImportDialog list={list} onClose={close} onTold={onTold} />}
    </header>
  )
}

function TermFilters() {
  const t = useWords(wordWords)
  const terms = useTerms()
  const { filters, set, clear } = useFilters()
  const dirty = ['text', 'category', 'action'].some((name) => filters[name])
  return (
    <FilterBar label={t.filters} dirty={dirty} onClear={() => clear(['id'])}>
      <TextFilter label={t.find} value={filters['text'] ?? ''} maxLength={120} width="w-52" onChange={(text) => set({ text })} />
      <ChoiceFilter label={t.category} value={filters['category'] ?? ''} options={categories.map((one) => [one, terms.label(one)] as const)} onChange={(category) => set({ category })} width="w-36" />
      <ChoiceFilter label={t.action} value={filters['action'] ?? ''} options={actions.map((one) => [one, t[one]] as const)} onChange={(action) => set({ action })} />
    </FilterBar>
  )
}

function Terms({ list, told, onTold }: { list: WordList; told: string; onTold: (text: string) => void }) {
  const t = useWords(wordWords)
  const reason = useReason()
  const { filters } = useFilters()
  const picked = { text: filters['text'], category: filters['category'], action: actions.find((one) => one === filters['action']) satisfies Action | undefined }
  const pages = usePages<Term>(['words', 'terms', list.id, picked], (cursor) => must(api.GET('/words/lists/{id}/terms', { params: { path: { id: list.id }, query: { ...picked, cursor, limit: 100 } } })))
  const [gone, setGone] = useState<Term | null>(null)
  const remove = useAct((term: Term) => removeTerm(list.id, term.id), (_, term) => { onTold(''); setGone(term) })
  const change = useAct((term: Term, key) => putTerm(list.id, said(term), key))
  const putBack = useAct((term: Term, key) => putTerm(list.id, said(term), key), () => setGone(null))
  const failure = remove.error ?? change.error ?? putBack.error
  const sought = picked.text || picked.category || picked.action
  const empty = sought ? { title: t.noMatch, note: t.noMatchNote } : { title: t.noTerms, note: t.noTermsNote }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {told && !gone && <div className="px-4 pt-3"><Note tone="ok"><span className="foreign">{told}</span></Note></div>}
      {gone && <div className="flex items-center gap-3 px-4 pt-3"><Note tone="ok"><span className="foreign">{t.removed(inSentence(gone.text))}</span></Note><Button size="s" disabled={putBack.busy} onClick={() => putBack.run(gone)}>{t.putBack}</Button></div>}
      {failure && <div className="px-4 pt-3"><Note tone="danger">{reason(failure)}</Note></div>}
      <PagedTable pages={pages} columns={useTermColumns({ onChange: change.run, onRemove: remove.run, busy: remove.busy || change.busy })} rowKey={(term) => term.id} label={list.name} empty={{ ...empty, icon: <BookType size={22} /> }} />
    </div>
  )
}
