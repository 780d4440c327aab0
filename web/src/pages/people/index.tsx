import { useState } from 'react'
import { UserRoundPlus, UserRoundSearch } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useAppNames, useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { useAct } from '../../ui/act'
import { Segmented } from '../../ui/field'
import { ChoiceFilter, FilterBar, TextFilter, useFilters } from '../../ui/filters'
import { inSentence } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import { Empty, Failed, Loading, Note, useReason } from '../../ui/states'
import { AddDialog } from './add'
import { type List, listCalls, lists } from './lists'
import { type Listed, usePeopleColumns } from './table'
import { peopleWords } from './words'

export function PeoplePage() {
  const t = useWords(peopleWords)
  const { may } = useSession()
  const { filters, set, clear } = useFilters()
  const apps = useApps()
  const names = useAppNames()
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState('')
  const list: List = lists.find((one) => one === filters['list']) ?? 'risk'
  const app = filters['app'] ?? (apps.data?.items.length === 1 ? apps.data.items[0]?.app.id : undefined)
  const add = may('keep_lists') && app && <Button size="s" icon={<UserRoundPlus size={14} />} className="hidden lg:inline-flex" onClick={() => setAdding(true)}>{t.add}</Button>
  return (
    <Page title={t.title} figures={<span>{list === 'risk' ? t.riskNote : t.specialNote}</span>} scroll={false}>
      <FilterBar label={t.list} dirty={Boolean(filters['user_id'])} onClear={() => clear(['list', 'app'])} aside={add}>
        <Segmented label={t.list} value={list} options={lists.map((one) => ({ value: one, label: t[one] }))} onChange={(one) => { setAdded(''); set({ list: one, user_id: undefined }) }} />
        {names.length > 0 && <ChoiceFilter label={t.app} value={app ?? ''} options={names} onChange={(one) => set({ app: one })} />}
        <TextFilter label={t.find} value={filters['user_id'] ?? ''} maxLength={128} width="w-48" onChange={(user_id) => set({ user_id })} />
      </FilterBar>
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {added && <div className="px-4 pt-3"><Note tone="ok">{t.added(inSentence(added))}</Note></div>}
        {app ? <People key={`${list} ${app}`} list={list} app={app} looked={filters['user_id']} /> : apps.isPending ? <Loading /> : apps.error ? <Failed error={apps.error} again={() => void apps.refetch()} /> : <Empty title={t.chooseApp} />}
      </div>
      {adding && app && <AddDialog list={list} app={app} onClose={() => setAdding(false)} onAdded={setAdded} />}
    </Page>
  )
}

function People({ list, app, looked }: { list: List; app: string; looked?: string }) {
  const t = useWords(peopleWords)
  const reason = useReason()
  const pages = usePages<Listed>(['lists', list, app, looked], (cursor) => (looked ? alone(list, app, looked) : listCalls[list].page(app, cursor)))
  const [removed, setRemoved] = useState('')
  const remove = useAct((id: string) => listCalls[list].remove(app, id), (_, id) => setRemoved(id))
  const putBack = useAct((id: string, key) => listCalls[list].add(app, id, key), () => setRemoved(''))
  const failure = remove.error ?? putBack.error
  const empty = looked ? { title: t.notFound(inSentence(looked)) } : { title: t.none, note: t.noneNote }
  return (
    <>
      {removed && <div className="flex items-center gap-3 px-4 pt-3"><Note tone="ok">{t.removed(inSentence(removed))}</Note><Button size="s" disabled={putBack.busy} onClick={() => putBack.run(removed)}>{t.put}</Button></div>}
      {failure && <div className="px-4 pt-3"><Note tone="danger">{reason(failure)}</Note></div>}
      <PagedTable pages={pages} columns={usePeopleColumns((who) => remove.run(who.user_id), remove.busy)} rowKey={(l) => l.user_id} label={t[list]} empty={{ ...empty, icon: <UserRoundSearch size={22} /> }} />
    </>
  )
}

/** alone is the list as far as it holds him. */
async function alone(list: List, app: string, id: string): Promise<{ items: Listed[] }> {
  try {
    return { items: [await listCalls[list].find(app, id)] }
  } catch (error) {
    if (asProblem(error).status === 404) return { items: [] }
    throw error
  }
}
