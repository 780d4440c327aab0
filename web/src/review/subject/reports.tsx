import { Clock } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { moment } from '../../i18n/when'
import type { Schemas } from '../../api/client'
import { Section } from '../../ui/facts'
import { UserLink } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import { isRisky } from '../veil/rule'
import { Evidence } from '../veil/evidence'
import { isMachine } from '../desk/machine'
import type { WorkCase } from '../desk/work'
import { subjectWords } from './words'

type Report = Schemas['ReportBody']

/** How many reports are shown at once; the rest stand behind a count. */
const few = 8

/** ReportsSection is who reported, what for, in what words, and how often he was right. */
export function ReportsSection({ work }: { work: WorkCase }) {
  const t = useWords(subjectWords)
  const language = useLanguage()
  const { reports } = work
  const [first, last] = [reports[0]?.filed_at, reports.at(-1)?.filed_at]
  const times = [...new Set([first, last].map((at) => at && moment(at, language).replace(/:\d\d$/, '')))].filter(Boolean).join(' – ')
  const rest = reports.slice(few)
  return (
    <Section title={reports.length > 1 ? `${t.reports} ${work.report_count}` : t.reports} aside={times && <><Clock size={12} aria-hidden="true" />{times}</>}>
      <ul className="flex flex-col gap-3">{reports.slice(0, few).map((report) => <One key={report.id} report={report} work={work} />)}</ul>
      {rest.length > 0 && (
        <details className="pt-3">
          <summary className="text-label text-ink-2">{t.reportsMore(rest.length)}</summary>
          <ul className="flex flex-col gap-3 pt-3">{rest.map((report) => <One key={report.id} report={report} work={work} />)}</ul>
        </details>
      )}
    </Section>
  )
}

function One({ report, work }: { report: Report; work: WorkCase }) {
  const t = useWords(subjectWords)
  const terms = useTerms()
  const machine = isMachine(work.kind, report.reporter)
  const { agreed, disagreed } = report.accuracy
  const all = agreed + disagreed
  return (
    <li className="flex gap-2.5">
      <Avatar name={machine ? t.machine : report.reporter} size={22} />
      <div className="min-w-0 flex-1">
        <div className="flex min-h-[22px] items-center gap-2">
          {machine ? <span className="shrink-0">{t.machine}</span> : <UserLink app={work.app} id={report.reporter} className="max-w-[40%] shrink-0 no-underline! hover:underline!" />}
          <span className="flex min-w-0 flex-1 gap-1 overflow-hidden">{report.complaints.map((complaint) => <Tag key={complaint}>{terms.complaint(complaint)}</Tag>)}</span>
          {!machine && <span title={all > 0 ? t.accuracyOf(agreed, all) : undefined} className="shrink-0 text-label text-ink-3">{all > 0 ? t.accuracy(Math.round((agreed / all) * 100)) : t.noAccuracy}</span>}
        </div>
        {/* What the machine found stands beside the message, in the reader's language. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
        {report.memo && !machine && <p dir="auto" tabIndex={0} className="foreign max-h-40 overflow-y-auto text-ui">{report.memo}</p>}
        {(report.repeats > 0 || report.late) && <p className="text-label text-ink-3">{[report.repeats > 0 && t.repeats(report.repeats), report.late && t.late].filter(Boolean).join(' · ')}</p>}
        {report.messages && report.messages.length > 0 && (
          <details>
            <summary className="text-label text-ink-2">{t.ownMessages(report.messages.length)}</summary>
            <ul className="flex flex-col gap-2 pt-1">
              {report.messages.map((message, at) => (
                <li key={at} className="text-ui">
                  <bdi className="text-ink-3">{message.sender_id}</bdi>{' '}
                  {message.type !== 'audio' && message.text && <span dir="auto" className="foreign">{message.text}</span>}
                  <Evidence message={message} risky={isRisky(work)} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  )
}
