import type { Schemas } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useWords } from '../../i18n/language'
import { ForeignLine } from '../../ui/foreign'
import { caseWords } from './words'

/** Author is who decided: one of the staff, an app's administrator, or the program itself. */
export function Author({ author }: { author: Schemas['AuthorBody'] }) {
  const t = useWords(caseWords)
  const nameOf = useStaffName()
  const name = author.kind === 'staff' ? nameOf(author.id) : author.kind === 'administrator' ? t.administrator(author.id) : t.system
  return <ForeignLine className="max-w-full">{name}</ForeignLine>
}
