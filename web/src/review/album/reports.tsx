import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Tag } from '../../ui/tag'
import type { WorkCase } from '../desk/work'
import { albumWords } from './words'

/** How many reports stand in the inspector: all else of it stays in sight. */
const shown = 2

/** Reports are why the picture is here: what it was reported for, by whom, and how often he was right. */
export function Reports({ work }: { work: WorkCase }) {
  const t = useWords(albumWords)
  const terms = useTerms()
  if (work.reports.length === 0) return <p className="text-label text-ink-3">{t.noReports}</p>
  return (
    <ul className="flex flex-col gap-1.5">
      {work.reports.slice(0, shown).map((report) => (
        <li key={report.id} className="flex min-w-0 flex-col">
          <div className="flex min-w-0 items-center gap-1.5">
            <span dir="auto" className="foreign-line text-ui">{report.reporter}</span>
            {report.complaints.slice(0, 2).map((complaint) => <Tag key={complaint}>{terms.complaint(complaint)}</Tag>)}
            <span className="flex-1 text-right text-label whitespace-nowrap text-ink-3">{accuracyOf(report.accuracy, t)}</span>
          </div>
          {report.memo && <p dir="auto" title={report.memo.slice(0, 300)} className="foreign-line text-label text-ink-2">{report.memo}</p>}
        </li>
      ))}
      {work.reports.length > shown && <li className="text-label text-ink-3">{t.more(work.reports.length - shown)}</li>}
    </ul>
  )
}

function accuracyOf({ agreed, disagreed }: { agreed: number; disagreed: number }, t: (typeof albumWords)['zh']): string {
  const judged = agreed + disagreed
  return judged > 0 ? t.accuracy(Math.round((100 * agreed) / judged)) : t.noRecord
}
