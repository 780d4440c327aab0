import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useWhy } from '../../i18n/why'
import { isMachine } from '../../review/desk/machine'
import { UserLink, When } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import { Messages } from './content'
import { storyWords } from './words'

type Report = Schemas['ReportBody']

/** Accuracy says how often a reporter was right, once that can be told. */
export function Accuracy({ accuracy: { agreed, disagreed } }: { accuracy: Schemas['AccuracyBody'] }) {
  const t = useWords(storyWords)
  const all = agreed + disagreed
  return <span className="whitespace-nowrap">{all === 0 ? t.noAccuracy : t.accuracy(Math.round((agreed * 100) / all), all)}</span>
}

/** Reports is who complained, of what, and how far he could be trusted so far. */
export function Reports({ reports, app, queue, risky }: { reports: readonly Report[]; app: string; queue: string; risky: boolean }) {
  const t = useWords(storyWords)
  const why = useWhy()
  const terms = useTerms()
  if (reports.length === 0) return <p className="px-4 pb-4 text-ui text-ink-3">{t.noReports}</p>
  return (
    <ul className="flex flex-col pb-2">
      {reports.map((report) => (
        <li key={report.id} className="flex gap-3 px-4 py-2">
          <Avatar name={isMachine(queue, report.reporter) ? t.machine : report.reporter} size={22} />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {isMachine(queue, report.reporter) ? t.machine : <UserLink app={app} id={report.reporter} className="max-w-64 font-medium" />}
              {report.complaints.map((complaint) => <Tag key={complaint}>{terms.complaint(complaint)}</Tag>)}
              {report.late && <Tag tone="warn">{t.late}</Tag>}
              {report.repeats > 0 && <span className="text-label text-ink-3">{t.repeats(report.repeats)}</span>}
              <span className="ml-auto flex gap-3 text-label text-ink-3"><Accuracy accuracy={report.accuracy} /><When at={report.filed_at} /></span>
            </div>
            {report.memo && <p dir="auto" className="foreign max-w-[46em] text-ui">{isMachine(queue, report.reporter) ? report.memo.split('\n').map(why.reason).join('\n') : report.memo}</p>}
            {report.messages && report.messages.length > 0 && (
              <details className="pt-1">
                <summary className="cursor-pointer text-label text-accent">{t.otherContent}</summary>
                <div className="mt-1 rounded-card border border-line"><Messages messages={report.messages} app={app} risky={risky} small /></div>
              </details>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
