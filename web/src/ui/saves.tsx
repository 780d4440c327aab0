import type { FormEvent, ReactNode } from 'react'
import { asProblem } from '../api/client'
import { useWords } from '../i18n/language'
import { words } from '../i18n/words'
import { Button } from './button'
import { Note, useReason } from './states'

const saveWords = words(
  { save: '保存', discard: '放弃改动', invalid: '有填错的地方', onlyAdmins: '只有管理员能修改。', saved: '已保存，1 秒内在所有节点生效。' },
  { save: 'Save', discard: 'Discard', invalid: 'Something is filled in wrongly', onlyAdmins: 'Only administrators may change these.', saved: 'Saved; in force on every node within a second.' },
)

/** Saves is a form of settings with what becomes of it below. Body is null where something is filled in wrongly. */
export function Saves<B>({ body, changed, editable, told, save, onDiscard, children }: {
  body: B | null; changed: boolean; editable: boolean
  /** What was saved just now is said. */
  told: boolean
  save: { run: (body: B) => void; busy: boolean; error: Error | null }; onDiscard: () => void; children: ReactNode
}) {
  const t = useWords(saveWords)
  const reason = useReason()
  const problem = save.error && asProblem(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (body) save.run(body)
  }
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col">
      <div className="flex-1">{children}</div>
      <footer className="sticky bottom-0 flex min-h-14 flex-wrap items-center gap-3 border-t border-line bg-surface px-4 py-2">
        {editable && <span className="hidden gap-2 lg:flex"><Button type="submit" look="accent" disabled={save.busy || !changed || !body}>{t.save}</Button>{changed && <Button onClick={onDiscard}>{t.discard}</Button>}</span>}
        {!editable && <span className="text-label text-ink-3">{t.onlyAdmins}</span>}
        {changed && !body && <span className="text-label text-danger">{t.invalid}</span>}
        {problem && <Note tone="danger">{problem.field ? `${problem.field}：${problem.message}` : reason(problem)}</Note>}
        {told && !changed && <span role="status" className="text-label text-ok">{t.saved}</span>}
      </footer>
    </form>
  )
}
