import { Undo2 } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { cx } from '../../ui/class'
import { ForeignLine, UserLink, When } from '../../ui/foreign'
import { OutcomeTag } from '../../ui/outcome'
import type { Column } from '../../ui/table'
import { Tag } from '../../ui/tag'
import type { Line } from './line'
import { Said, picture } from './said'
import { lineWords } from './words'

/** useLineColumns are the columns of the list; beside the details there is room for fewer. */
export function useLineColumns(narrow: boolean): Column<Line>[] {
  const t = useWords(lineWords)
  const terms = useTerms()
  const columns: (Column<Line> | false)[] = [
    { key: 'at', head: t.at, width: '116px', cell: (line) => <When at={line.at} className="text-ink-2" /> },
    !narrow && { key: 'room', head: t.room, width: '112px', wide: true, cell: (line) => <ForeignLine className="text-ink-2">{line.room_id}</ForeignLine> },
    { key: 'sender', head: t.sender, width: narrow ? '104px' : '132px', cell: (line) => line.user_id && <UserLink app={line.app} id={line.user_id} /> },
    { key: 'said', head: t.said, cell: (line) => <OneLine line={line} /> },
    { key: 'outcome', head: t.outcome, width: narrow ? '84px' : '132px', cell: (line) => <Became line={line} narrow={narrow} /> },
    !narrow && { key: 'label', head: t.label, width: '100px', cell: (line) => tells(line) && <ForeignLine>{terms.label(line.label)}</ForeignLine> },
    !narrow && { key: 'score', head: t.score, width: '60px', align: 'right', cell: (line) => tells(line) && <span className="text-ink-2">{line.score.toFixed(2)}</span> },
  ]
  return columns.filter((column) => column !== false)
}

/** tells whether a violation was named: not where it passed, nor where only nobody knows. */
function tells(line: Line): boolean {
  return line.outcome !== 'pass' && line.label !== 'pass'
}

/** OneLine is the message, and what is left of it where it was masked. */
function OneLine({ line }: { line: Line }) {
  const t = useWords(lineWords)
  return (
    <span className="flex min-w-0 items-center gap-2">
      {line.type === picture && <Tag>{t.t3}</Tag>}
      <span dir="auto" title={line.text.slice(0, 300)} className="foreign-line block"><Said text={line.text} found={line.evidence} /></span>
      {line.outcome === 'mask' && line.shown && <span className="flex max-w-[45%] min-w-0 shrink-0 items-center gap-1 text-label text-ink-2"><span aria-label={t.viewers} role="img">→</span><ForeignLine>{line.shown}</ForeignLine></span>}
    </span>
  )
}

function Became({ line, narrow }: { line: Line; narrow: boolean }) {
  const t = useWords(lineWords)
  const terms = useTerms()
  if (!line.checked) return <Tag>{t.unchecked}</Tag>
  return (
    <span className={cx('flex items-center gap-1.5', line.reversed_at && 'text-ink-3')}>
      {line.outcome === 'pass' ? <span className="text-ink-3">{terms.outcome('pass')}</span> : <OutcomeTag outcome={line.outcome} />}
      {line.reversed_at && (narrow ? <span title={t.reversed}><Undo2 size={13} role="img" aria-label={t.reversed} className="text-ink-3" /></span> : <Tag icon={<Undo2 size={11} />}>{t.reversed}</Tag>)}
    </span>
  )
}
