import type { Schemas } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { useAct } from '../../ui/act'
import { ForeignLine, When } from '../../ui/foreign'
import { Note, useReason } from '../../ui/states'
import { Dot } from '../../ui/tag'
import { type List, listCalls, lists } from '../people/lists'
import { userWords } from './words'

/** Listing is which lists somebody is on; he is put there and taken off at once. */
export function Listing({ user }: { user: Schemas['UserPage'] }) {
  return <ul className="flex flex-col gap-1">{lists.map((list) => <Row key={list} list={list} user={user} />)}</ul>
}

function Row({ list, user }: { list: List; user: Schemas['UserPage'] }) {
  const t = useWords(userWords)
  const { may } = useSession()
  const staffName = useStaffName()
  const reason = useReason()
  const entry = user.lists.find((one) => one.list === list)
  const change = useAct((on: boolean, key) => (on ? listCalls[list].add(user.app, user.user_id, key) : listCalls[list].remove(user.app, user.user_id)))
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-2">
      <Dot tone={entry ? (list === 'risk' ? 'danger' : 'accent') : 'plain'} />
      <span className={entry ? 'font-medium' : 'text-ink-2'}>{t[list]}</span>
      <span className="flex min-w-0 flex-1 gap-1.5 text-label text-ink-3">
        {entry ? <><ForeignLine className="max-w-28">{t.addedBy(/^\d+$/.test(entry.added_by) ? staffName(entry.added_by) : entry.added_by)}</ForeignLine><When at={entry.added_at} /></> : t.notListed}
      </span>
      {may('keep_lists') && <Button size="s" className="hidden lg:inline-flex" disabled={change.busy} onClick={() => change.run(!entry)}>{entry ? t.remove : t.add}</Button>}
      {change.error && <div className="w-full"><Note tone="danger">{reason(change.error)}</Note></div>}
    </li>
  )
}
