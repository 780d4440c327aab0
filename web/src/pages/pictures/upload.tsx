import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useWords } from '../../i18n/language'
import { Field } from '../../ui/field'
import { inSentence } from '../../ui/foreign'
import { Note } from '../../ui/states'
import { addEntry } from './calls'
import { DropZone } from './dropzone'
import { base64, refusalOf } from './file'
import { useRefused } from './refused'
import { pictureWords } from './words'

interface Course { done: number; of: number; added: number; failed: { name: string; why: string }[] }

/** Upload adds pictures to a bank, one after the other. */
export function Upload({ bank }: { bank: number }) {
  const t = useWords(pictureWords)
  const refusedBecause = useRefused()
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const [course, setCourse] = useState<Course | null>(null)
  const busy = course !== null && course.done < course.of
  const add = async (files: File[]) => {
    const now: Course = { done: 0, of: files.length, added: 0, failed: [] }
    setCourse({ ...now })
    for (const file of files) {
      const refused = refusalOf(file)
      try {
        if (refused) now.failed.push({ name: file.name, why: t[`bad_${refused}`] })
        else {
          await addEntry(bank, { picture: await base64(file), note: note.trim() || undefined })
          now.added++
        }
      } catch (error) {
        now.failed.push({ name: file.name, why: refusedBecause(error) })
      }
      now.done++
      setCourse({ ...now, failed: [...now.failed] })
    }
    setNote('')
    await client.invalidateQueries({ queryKey: ['pictures'] })
  }
  return (
    <div className="hidden shrink-0 flex-col gap-2 border-b border-line px-4 py-3 lg:flex">
      <DropZone many disabled={busy} onFiles={(files) => void add(files)} />
      <div className="max-w-md"><Field label={t.notes} quiet placeholder={t.notes} maxLength={500} disabled={busy} value={note} onChange={(e) => setNote(e.target.value)} /></div>
      {course && <Told course={course} busy={busy} />}
    </div>
  )
}

function Told({ course, busy }: { course: Course; busy: boolean }) {
  const t = useWords(pictureWords)
  return (
    <>
      <p role="status" className="text-label text-ink-2">{busy ? t.adding(course.done + 1, course.of) : course.added > 0 ? t.added(course.added) : ''}</p>
      {course.failed.length > 0 && (
        <Note tone="danger">{t.notAdded}{course.failed.slice(0, 5).map(({ name, why }, i) => <span key={i} dir="auto" className="foreign block text-label">{`${inSentence(name)}：${why}`}</span>)}</Note>
      )}
    </>
  )
}
