import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Figures } from '../../ui/facts'
import { ForeignLine } from '../../ui/foreign'
import { Note } from '../../ui/states'
import { Table } from '../../ui/table'
import type { Imported } from './calls'
import { wordWords } from './words'
import { useWrong } from './wrong'

/** Preview is what an import would do, and which of its lines cannot be used. */
export function Preview({ seen, skipBad, onSkipBad }: { seen: Imported; skipBad: boolean; onSkipBad: (skip: boolean) => void }) {
  const t = useWords(wordWords)
  const wrong = useWrong()
  const bad = seen.bad ?? []
  return (
    <section aria-label={t.preview} className="flex flex-col gap-3">
      <Figures items={[
        { name: t.toAdd, value: count(seen.added) }, { name: t.toUpdate, value: count(seen.updated) }, { name: t.same, value: count(seen.unchanged) },
        { name: t.repeats, value: count(seen.repeated) }, { name: t.bad, value: count(seen.bad_lines), tone: seen.bad_lines > 0 ? 'danger' : undefined },
      ]} />
      {seen.added + seen.updated === 0 && seen.bad_lines === 0 && <Note tone="warn">{t.nothing}</Note>}
      {bad.length > 0 && (
        <>
          <div className="max-h-48 overflow-y-auto rounded-control border border-line">
            <Table
              label={t.bad} rows={bad} rowKey={(line) => line.line} columns={[
                { key: 'line', head: t.line, width: '64px', align: 'right', cell: (line) => line.line },
                { key: 'text', head: t.term, width: '36%', cell: (line) => <ForeignLine>{line.text}</ForeignLine> },
                { key: 'why', head: t.why, cell: (line) => <span title={line.message} className="text-danger">{wrong(line.field)}</span> },
              ]}
            />
          </div>
          {seen.bad_lines > bad.length && <p className="text-label text-ink-2">{t.more(count(seen.bad_lines - bad.length))}</p>}
          <label className="flex items-center gap-2 text-ui"><input type="checkbox" checked={skipBad} onChange={(e) => onSkipBad(e.target.checked)} />{t.skipBad(count(seen.bad_lines))}</label>
        </>
      )}
    </section>
  )
}
