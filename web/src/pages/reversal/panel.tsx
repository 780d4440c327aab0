import { useState } from 'react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStream } from '../../ui/stream'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Area } from '../../ui/field'
import { HoldButton } from '../../ui/holdbutton'
import { Failed, Loading, Note, useReason } from '../../ui/states'
import { type Reversible, type Reversing, preview } from './calls'
import { Counts } from './counts'
import { Course } from './course'
import { useScope } from './scope'
import { reversalWords } from './words'

/** ReversalPanel undoes what one cause did: the counts first, then a note and a held button. Of all apps (app empty), one is chosen. */
export function ReversalPanel({ onDone, ...what }: Reversible & { onDone?: () => void }) {
  const t = useWords(reversalWords)
  const reason = useReason()
  const client = useQueryClient()
  const { scope, choices } = useScope(what)
  const [note, setNote] = useState('')
  const course = useStream<Reversing>('/reversals', () => {
    void client.invalidateQueries()
    onDone?.()
  })
  const counted = useQuery({ queryKey: ['reversals', scope], queryFn: () => preview(scope), enabled: scope.app !== '', refetchOnWindowFocus: false, placeholderData: keepPreviousData })
  const begun = course.running || course.done || course.last !== undefined
  if (begun && !course.error) return <Course course={course} onAgain={() => { course.reset(); setNote('') }} />
  const { data } = counted
  return (
    <section aria-label={t.panel} className="flex min-w-0 flex-col gap-4">
      <p className="max-w-[46em] text-ui text-ink-2">{t.note}</p>
      {choices}
      {scope.app !== '' && (data ? <Counts counts={data} busy={counted.isPlaceholderData} /> : counted.error ? <Failed error={counted.error} again={() => void counted.refetch()} /> : <Loading rows={2} />)}
      {data && data.reversible > 0 && (
        <>
          <Area label={t.why} hint={t.whyHint} rows={2} maxLength={1000} value={note} onChange={(e) => setNote(e.target.value)} />
          {course.error !== undefined && <Note tone="danger">{reason(course.error)}</Note>}
          <div className="flex items-center justify-end gap-3">
            <span className="text-label text-ink-2">{t.reversible(count(data.reversible))}</span>
            <HoldButton disabled={note.trim() === '' || counted.isPlaceholderData} onHeld={() => course.start({ ...scope, note: note.trim() })}>{t.hold(count(data.reversible))}</HoldButton>
          </div>
        </>
      )}
    </section>
  )
}
