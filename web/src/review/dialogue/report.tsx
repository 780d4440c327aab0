import { Flag, Scale } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { Author } from '../../pages/cases/author'
import { CaseLink, ForeignLine, When } from '../../ui/foreign'
import { Tag } from '../../ui/tag'
import { Veiled } from '../veil/picture'
import type { Dialogue } from './draft'
import { Label } from './label'
import { tellMoment } from './said'
import { dialogueWords } from './words'

/** ReportHead is why a dialogue is here: what the reporter says and shows, and what was decided of it before. */
export function ReportHead({ dialogue, risky }: { dialogue: Dialogue; risky: boolean }) {
  const t = useWords(dialogueWords)
  return (
    <>
      {dialogue.appeal && <Appeal dialogue={dialogue} appeal={dialogue.appeal} />}
      <section aria-label={t.report} className="relative border-b border-line bg-danger-soft px-5 py-3">
        <span aria-hidden="true" className="absolute inset-y-0 left-0 w-[3px] bg-danger" />
        <p className="flex items-center gap-2 text-label text-ink-2"><Flag size={12} aria-hidden="true" className="text-danger" />{t.reason}</p>
        <p dir="auto" className={dialogue.reason ? 'foreign max-w-[46em] text-reported font-medium text-ink' : 'text-ui text-ink-3'}>{dialogue.reason || t.noReason}</p>
        {dialogue.pictures.length > 0 && (
          <ul aria-label={t.shown} className="flex flex-wrap gap-2 pt-2">
            {dialogue.pictures.map(({ url, media }, at) => (
              <li key={at} className="min-w-0 max-w-full">
                {media ? <Veiled media={media} alt={t.picture(at + 1)} risky={risky} className="size-24 rounded-card" /> : <Tag title={url.slice(0, 300)}>{`${t.notAddress} · ${url.slice(0, 40)}`}</Tag>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function Appeal({ dialogue, appeal }: { dialogue: Dialogue; appeal: NonNullable<Dialogue['appeal']> }) {
  const t = useWords(dialogueWords)
  const language = useLanguage()
  const { first } = appeal
  const labels = (first?.users ?? {}) as Record<string, string>
  return (
    <section aria-label={t.appeal} className="flex flex-col gap-1.5 border-b border-accent-line bg-accent-soft px-5 py-3">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ui text-ink-2">
        <span className="flex items-center gap-1.5 font-semibold text-accent"><Scale size={15} aria-hidden="true" />{t.appeal}</span>
        {appeal.urgent && <Tag tone="danger">{t.urgent}</Tag>}
        {appeal.asked_at && <span dir="auto" className="foreign-line">{t.askedAt(tellMoment(appeal.asked_at, language))}</span>}
        <span className="flex gap-1.5">{t.firstCase}<CaseLink id={appeal.case_id} /></span>
      </p>
      {!first && <p className="text-ui text-ink-2">{t.noFirst}</p>}
      {first && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-ui text-ink-2">
          <span className="flex items-center gap-1.5">{t.firstVerdict} · {t.whole}<Label label={first.verdict} /></span>
          {dialogue.users.map(({ key, id, name }) => labels[key] && (
            <span key={key} className="flex max-w-64 min-w-0 items-center gap-1.5"><ForeignLine className="text-ink">{name || id}</ForeignLine><span className="shrink-0"><Label label={labels[key] ?? null} /></span></span>
          ))}
          <span className="flex min-w-0 items-center gap-1.5 text-label text-ink-2">{t.by}<Author author={first.author} /><When at={first.at} /></span>
        </div>
      )}
      {first?.memo && <p dir="auto" className="foreign max-w-[46em] text-ui text-ink-2">{first.memo}</p>}
    </section>
  )
}
