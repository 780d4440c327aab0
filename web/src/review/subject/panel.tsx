import { memo } from 'react'
import { ShieldAlert, ShieldCheck, Users } from 'lucide-react'
import { useAppNames } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Figures } from '../../ui/facts'
import { ForeignLine, UserLink } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import type { WorkCase } from '../desk/work'
import { HistorySection } from './history'
import { ReportsSection } from './reports'
import { subjectWords } from './words'

/** SubjectPanel is whom or what a case is about: what was reported of him, and what was done before. */
export const SubjectPanel = memo(function SubjectPanel({ work }: { work: WorkCase }) {
  const t = useWords(subjectWords)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <aside aria-label={t.panel} tabIndex={0} className="w-[var(--side)] shrink-0 overflow-y-auto border-l border-line bg-sunken outline-offset-[-2px]">
      <Head work={work} />
      <ReportsSection work={work} />
      <HistorySection work={work} />
    </aside>
  )
})

const plain = 'no-underline! hover:underline!'

/** nameOf is what the accused calls himself, where his own profile came with the report. */
function nameOf({ subject, content: { entrance, profile } }: WorkCase): string | null {
  return entrance.module_type === userModule && profile?.owner_id === subject.id ? (profile.name ?? null) : null
}
const userModule = 4

function Head({ work }: { work: WorkCase }) {
  const t = useWords(subjectWords)
  const terms = useTerms()
  const apps = useAppNames()
  const { subject, history, content } = work
  const isUser = subject.kind === 'user'
  const isNobody = subject.kind === 'content' && content.messages.length > 1
  const app = apps.find(([id]) => id === work.app)?.[1]
  const name = isUser ? nameOf(work) : (content.profile?.name ?? null)
  const inForce = history.last_sanctions.filter((sanction) => sanction.in_force)
  return (
    <section className="flex flex-col gap-3 border-b border-line p-4">
      <div className="flex items-center gap-3">
        {isNobody ? <span aria-hidden="true" className="inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-active text-ink-2"><Users size={20} /></span> : <Avatar name={name ?? subject.id} size={44} />}
        <div className="min-w-0 flex-1">
          <p className="flex min-w-0 text-[15px] leading-6 font-semibold">
            {isUser && !name ? <UserLink app={work.app} id={subject.id} className={plain} /> : <ForeignLine>{isNobody ? t.nobody : (name ?? subject.id)}</ForeignLine>}
          </p>
          <p className="foreign-line text-label text-ink-2">
            {isNobody ? t.nobodyNote : terms.subject(subject.kind)}
            {name && <>{' '}{isUser ? <UserLink app={work.app} id={subject.id} className={plain} /> : <bdi>{subject.id}</bdi>}</>}
            {app && <> · <bdi>{app}</bdi></>}
          </p>
        </div>
      </div>
      {(work.risk || work.protected || inForce.length > 0) && (
        <div className="flex flex-wrap gap-1.5">
          {work.risk && <Tag tone="danger" icon={<ShieldAlert size={12} />}>{t.risk}</Tag>}
          {work.protected && <Tag tone="accent" icon={<ShieldCheck size={12} />}>{t.protected}</Tag>}
          {[...new Set(inForce.map((sanction) => sanction.action))].map((action) => <Tag key={action} tone="warn">{t.inForce(terms.act(action))}</Tag>)}
        </div>
      )}
      {!isUser && content.profile?.owner_id && <p className="flex min-w-0 gap-2 text-label text-ink-3">{t.owner}<UserLink app={work.app} id={content.profile.owner_id} /></p>}
      {isUser && (
        <Figures items={[
          { name: t.reportsAgainst, value: t.more20(history.reports) },
          { name: t.decisions, value: t.more20(history.decisions) },
          { name: t.sanctions, value: inForce.length, tone: inForce.length > 0 ? 'danger' : undefined },
        ]} />
      )}
    </section>
  )
}
