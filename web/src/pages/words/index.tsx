import { useState } from 'react'
import { BookType, Plus } from 'lucide-react'
import { api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { useFilters } from '../../ui/filters'
import { Empty, Failed, Loading, Note, useReason } from '../../ui/states'
import { Bench } from './bench'
import { useWordLists } from './calls'
import { Curate } from './curate'
import { OneList } from './list'
import { ListDialog } from './listdialog'
import { Lists } from './lists'
import { wordWords } from './words'

export function WordsPage() {
  const t = useWords(wordWords)
  const { may } = useSession()
  const { filters, set } = useFilters()
  const { data, error, refetch } = useWordLists()
  const [making, setMaking] = useState(false)
  const aside = may('edit_words') && <Button size="s" icon={<Plus size={14} />} className="hidden lg:inline-flex" onClick={() => setMaking(true)}>{t.newList}</Button>
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const open = filters['try'] !== undefined ? 'try' : filters['curate'] !== undefined ? 'curate' : undefined
  const chosen = filters['id'] === undefined ? data.items[0] : data.items.find((list) => String(list.id) === filters['id'])
  return (
    <Page title={t.title} aside={aside} scroll={false}>
      <div className="flex min-h-0 flex-1">
        <Lists items={data.items} chosen={open ? undefined : chosen?.id} open={open} />
        {open === 'try' ? <Bench /> : open === 'curate' ? <Curate lists={data.items} /> : chosen ? <OneList key={chosen.id} list={chosen} /> : <div className="min-w-0 flex-1 bg-surface">{data.items.length === 0 ? <NoList /> : <Empty title={t.unknown} icon={<BookType size={22} />} />}</div>}
      </div>
      {making && <ListDialog onClose={() => setMaking(false)} onDone={(id) => set({ id: String(id), try: undefined })} />}
    </Page>
  )
}

function NoList() {
  const t = useWords(wordWords)
  const { may } = useSession()
  const reason = useReason()
  const starter = useAct((_: void, key) => must(api.POST('/words/starter', { params: { header: { 'Idempotency-Key': key } } })))
  return (
    <Empty title={t.none} icon={<BookType size={22} />}>
      <div className="flex flex-col items-center gap-3">
        <p>{t.noneNote}</p>
        {may('edit_words') && <Button disabled={starter.busy} className="hidden lg:inline-flex" onClick={() => starter.run()}>{t.starter}</Button>}
        {starter.error && <Note tone="danger">{reason(starter.error)}</Note>}
      </div>
    </Empty>
  )
}
