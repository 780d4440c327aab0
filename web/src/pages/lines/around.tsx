import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useLanguage, useWords } from '../../i18n/language'
import { clock } from '../../i18n/when'
import { Segmented } from '../../ui/field'
import { ForeignLine, UserLink } from '../../ui/foreign'
import { OutcomeTag } from '../../ui/outcome'
import { Note, useReason } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { type Line, type LinePage, type LineQuery, findLines } from './line'
import { Said, picture } from './said'
import { lineWords } from './words'

/** How many lines are shown on each side, and in how long a time they are looked for. */
const few = 6
const minutesBefore = 15
const secondsAfter = 60

type By = 'room' | 'user'

/** neighbours are the lines nearest to one on each side, in the order in which they were said. */
export async function neighbours(line: Pick<Line, 'app' | 'at' | 'data_id' | 'room_id' | 'user_id'>, by: By, find: (query: LineQuery) => Promise<Pick<LinePage, 'items'>> = findLines): Promise<{ before: Line[]; after: Line[] }> {
  const at = Date.parse(line.at)
  const whose: LineQuery = { app: line.app, ...(by === 'room' ? { room_id: line.room_id } : { user_id: line.user_id }) }
  const [before, after] = await Promise.all([
    find({ ...whose, from: new Date(at - minutesBefore * 60_000).toISOString(), to: line.at, limit: few }),
    // The newest come first, so that those right after it are the last of them.
    find({ ...whose, from: line.at, to: new Date(at + secondsAfter * 1000).toISOString(), limit: 100 }),
  ])
  return { before: before.items.toReversed(), after: after.items.filter((one) => one.data_id !== line.data_id).toReversed().slice(0, few) }
}

/** Around is what was said around a live message, in its room or by its sender, with the message in its place. */
export function Around({ line }: { line: Line }) {
  const t = useWords(lineWords)
  const reason = useReason()
  const [by, setBy] = useState<By>(line.room_id ? 'room' : 'user')
  const { data, error } = useQuery({
    queryKey: ['lines', 'around', line.data_id, by], queryFn: () => neighbours(line, by), staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false,
  })
  const options = [{ value: 'room', label: t.sameRoom, disabled: !line.room_id }, { value: 'user', label: t.sameUser, disabled: !line.user_id }] as const
  return (
    <div className="flex flex-col gap-2">
      <span><Segmented<By> label={t.around} options={options} value={by} onChange={setBy} /></span>
      {error && <Note tone="danger">{reason(error)}</Note>}
      {data && data.before.length + data.after.length === 0 && <p className="text-ui text-ink-3">{t.noAround}</p>}
      {data && data.before.length + data.after.length > 0 && (
        <ol aria-label={t.around} className="overflow-hidden rounded-card border border-line bg-surface">
          {[...data.before, line, ...data.after].map((one) => <Row key={one.data_id} line={one} here={one.data_id === line.data_id} />)}
        </ol>
      )}
    </div>
  )
}

function Row({ line, here }: { line: Line; here: boolean }) {
  const t = useWords(lineWords)
  const language = useLanguage()
  return (
    <li aria-current={here || undefined} className="flex min-w-0 items-baseline gap-3 border-l-[3px] border-transparent px-3 py-1 aria-[current=true]:border-danger aria-[current=true]:bg-danger-soft">
      <time dateTime={line.at} className="shrink-0 text-label text-ink-3">{clock(line.at, language)}</time>
      <span className="w-28 shrink-0 text-label">{line.user_id ? <UserLink app={line.app} id={line.user_id} className="text-label text-ink-2 no-underline! hover:underline!" /> : <ForeignLine>—</ForeignLine>}</span>
      {line.type === picture && <Tag>{t.t3}</Tag>}
      <span dir="auto" className="foreign line-clamp-3 min-w-0 flex-1 text-ui"><Said text={line.text} found={here ? line.evidence : []} /></span>
      {line.outcome !== 'pass' && <OutcomeTag outcome={line.outcome} />}
    </li>
  )
}
