import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Check, Square } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { useStream } from '../../ui/stream'
import { Dot } from '../../ui/tag'
import type { Training } from './calls'
import { modelWords } from './words'

const stages = ['reading', 'training', 'measuring', 'done'] as const

/** TrainDialog trains a version from what reviewers decided, and shows how far it is. */
export function TrainDialog({ onClose, onMade }: { onClose: () => void; onMade: (version: number) => void }) {
  const t = useWords(modelWords)
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const course = useStream<Training>('/models', () => void client.invalidateQueries({ queryKey: ['models'] }))
  const { last, running } = course
  const made = course.done && last && 'version' in last ? last.version : null
  const foot = running ? <><span className="mr-auto text-label text-ink-2">{t.staysOpen}</span><Button icon={<Square size={13} />} onClick={course.stop}>{t.stop}</Button></>
    : made !== null ? <Button look="accent" onClick={() => { onMade(made); onClose() }}>{t.look}</Button>
      : <><Button onClick={onClose}>{t.cancel}</Button><Button look="accent" onClick={() => course.start({ from: 'decisions', note: note.trim() || undefined })}>{t.start}</Button></>
  return (
    <Dialog title={t.trainTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-4">
        <p className="text-ui text-ink-2">{t.trainNote}</p>
        {made === null && <Field label={t.note} maxLength={200} disabled={running} value={note} onChange={(e) => setNote(e.target.value)} />}
        {(running || made !== null) && <Stages last={last} />}
        {made !== null && <Note tone="ok">{t.trained(made)}</Note>}
        {course.error !== undefined && <Refused error={course.error} />}
      </div>
    </Dialog>
  )
}

function Stages({ last }: { last?: Training }) {
  const t = useWords(modelWords)
  const at = last ? ('stage' in last ? stages.indexOf(last.stage) : stages.length) : 0
  return (
    <ol role="status" className="flex flex-col gap-2">
      {stages.map((stage, i) => (
        <li key={stage} className={cx('flex items-center gap-2.5 text-ui', i > at ? 'text-ink-3' : i === at && 'font-medium')}>
          <span className="flex w-4 justify-center">{i < at ? <Check size={14} aria-hidden="true" className="text-ok" /> : <Dot tone={i === at ? 'accent' : 'plain'} />}</span>
          {t[stage]}
          {i === at && last && 'stage' in last && last.lines > 0 && <span className="text-label font-normal text-ink-2">{t.linesOf(count(last.lines))}</span>}
        </li>
      ))}
    </ol>
  )
}

function Refused({ error }: { error: unknown }) {
  const t = useWords(modelWords)
  const reason = useReason()
  const problem = asProblem(error)
  if (problem.code === 'training') return <Note tone="warn">{t.busy}</Note>
  if (problem.code !== 'too_few_lines') return <Note tone="danger">{reason(error)}</Note>
  const [, violations = '', lines = ''] = /there are (\d+) violations among (\d+) lines/.exec(problem.message) ?? []
  return <Note tone="warn"><strong className="block font-semibold">{t.tooFew}</strong>{violations && t.tooFewNote(violations, lines)}</Note>
}
