import type { Schemas } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { ForeignLine, UserLink, When } from '../../ui/foreign'
import type { Column } from '../../ui/table'
import { peopleWords } from './words'

export type Listed = Schemas['ListedUser']

export function usePeopleColumns(onRemove: (who: Listed) => void, busy: boolean): Column<Listed>[] {
  const t = useWords(peopleWords)
  const { may } = useSession()
  const staffName = useStaffName()
  return [
    { key: 'user', head: t.user, cell: (l) => <UserLink app={l.app} id={l.user_id} /> },
    { key: 'app', head: t.app, width: '160px', cell: (l) => <ForeignLine className="text-ink-2">{l.app}</ForeignLine> },
    { key: 'by', head: t.by, width: '180px', cell: (l) => <ForeignLine className="text-ink-2">{/^\d+$/.test(l.added_by) ? staffName(l.added_by) : l.added_by}</ForeignLine> },
    { key: 'at', head: t.at, width: '140px', cell: (l) => <When at={l.added_at} className="text-ink-2" /> },
    { key: 'remove', head: '', width: '84px', align: 'right', cell: (l) => may('keep_lists') && <Button size="s" className="hidden align-middle lg:inline-flex" disabled={busy} onClick={() => onRemove(l)}>{t.remove}</Button> },
  ]
}
