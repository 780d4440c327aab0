import type { Schemas } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { type Happening, Timeline } from '../../ui/facts'
import { ForeignLine, UserLink, When } from '../../ui/foreign'
import { Author } from '../cases/author'
import { type Event, happened } from './happened'
import type { Story } from './query'
import { storyWords } from './words'

/** CaseTimeline is what was done about a case, by whom and when. */
export function CaseTimeline({ story }: { story: Story }) {
  const t = useWords(storyWords)
  const item = useItem(story)
  const items = happened(story).map(item)
  return <Timeline label={t.story} items={[...items, { key: 'opened', tone: 'plain', what: t.openedBy, at: <When at={story.case.opened_at} /> }]} />
}

function useItem(story: Story): (event: Event) => Happening {
  const { app } = story.case
  const t = useWords(storyWords)
  const terms = useTerms()
  const staffName = useStaffName()
  return (event) => {
    const at = <When at={event.at} />
    if (event.kind === 'note') {
      const { note } = event
      const what = note.kind === 'escalation' ? t.escalation : note.kind
      return { key: event.key, tone: 'warn', what, at, who: <ForeignLine className="max-w-28">{staffName(note.author)}</ForeignLine>, more: note.memo && <Memo text={note.memo} /> }
    }
    if (event.kind === 'late') {
      return { key: event.key, tone: 'accent', what: `${t.late2} · ${event.report.complaints.map(terms.complaint).join(' · ')}`, at, who: <UserLink app={app} id={event.report.reporter} className="max-w-28" /> }
    }
    const { decision } = event
    return {
      key: event.key, tone: decision.verdict === 'pass' ? 'ok' : 'danger', void: decision.undone_at !== undefined, at, what: <Verdict decision={decision} />,
      who: <span className="max-w-28 min-w-0"><Author author={decision.author} /></span>, more: <Details decision={decision} story={story} />,
    }
  }
}

function Verdict({ decision }: { decision: Schemas['DecisionBody'] }) {
  const terms = useTerms()
  return <>{[terms.label(decision.verdict), ...decision.actions.map((action) => terms.punishment(action.type, action.hours, action.minutes))].join(' · ')}</>
}

function Details({ decision, story: { case: { app }, dialogue } }: { decision: Schemas['DecisionBody']; story: Story }) {
  const t = useWords(storyWords)
  const terms = useTerms()
  const users = Object.entries((decision.users ?? {}) as Record<string, string>)
  if (!decision.memo && !decision.undone_at && users.length === 0) return null
  return (
    <div className="flex flex-col gap-1">
      {decision.undone_at && <span className="text-label text-ink-3">{t.undoneAt} <When at={decision.undone_at} /></span>}
      {users.map(([key, label]) => <span key={key} className="flex min-w-0 gap-2"><UserLink app={app} id={dialogue?.users.find((user) => user.key === key)?.id ?? key} className="max-w-40" />{terms.label(label)}</span>)}
      {decision.memo && <Memo text={decision.memo} />}
    </div>
  )
}

function Memo({ text }: { text: string }) {
  return <p dir="auto" className="foreign text-ui">{text}</p>
}
