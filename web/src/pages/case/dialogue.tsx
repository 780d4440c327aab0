import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Lines } from '../../review/dialogue/conversation'
import { Face } from '../../review/dialogue/face'
import { Label } from '../../review/dialogue/label'
import { ReportHead } from '../../review/dialogue/report'
import { UserFacts } from '../../review/dialogue/user'
import { dialogueWords } from '../../review/dialogue/words'
import { isRiskyDialogue } from '../../review/dialogue/verdict'
import { CaseLink, ForeignLine, UserLink, When } from '../../ui/foreign'
import { Fact, Facts, Section } from '../../ui/facts'
import type { Story } from './query'

type Dialogue = Schemas['DialogueBody']

/** DialogueStory is a dialogue as it was reported, and what everybody in it was judged to be; it is only read here. */
export function DialogueStory({ story, dialogue }: { story: Story; dialogue: Dialogue }) {
  const t = useWords(dialogueWords)
  const c = story.case
  const risky = isRiskyDialogue(c, dialogue)
  const standing = story.decisions.find((decision) => decision.undone_at === undefined)
  const labels = standing?.users as Record<string, string> | undefined
  return (
    <div className="min-w-0 flex-1 bg-surface lg:overflow-y-auto">
      <ReportHead dialogue={dialogue} risky={risky} />
      <Section title={t.users} aside={dialogue.users.length} flush>
        <ul aria-label={t.users} className="grid border-t border-line min-[1240px]:grid-cols-2">
          {dialogue.users.map((user) => (
            <li key={user.key} className="flex min-w-0 items-start gap-2.5 border-b border-line px-4 py-2 min-[1240px]:odd:border-r">
              <Face user={user} name={user.name || user.id} risky={risky} size={30} />
              <div className="min-w-0 flex-1">
                <UserFacts user={user} link={<UserLink app={c.app} id={user.id} className="max-w-[50%]" />} first={(dialogue.appeal?.first?.users as Record<string, string> | undefined)?.[user.key]} />
                <Earlier user={user} />
              </div>
              {standing && <Label label={labels?.[user.key] ?? null} />}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.conversation} aside={t.lines(c.content.messages.length)} flush>
        <Lines app={c.app} messages={c.content.messages} users={dialogue.users} labels={labels} risky={risky} />
        <div className="h-3" />
      </Section>
      <Section title={t.ids}>
        <Facts>
          <Fact name={t.ticket}><ForeignLine>{dialogue.ticket_id}</ForeignLine></Fact>
          <Fact name={t.reportID}><ForeignLine>{dialogue.report_id}</ForeignLine></Fact>
          <Fact name={t.uniqid}>{dialogue.uniqid && <ForeignLine>{dialogue.uniqid}</ForeignLine>}</Fact>
        </Facts>
      </Section>
    </div>
  )
}

/** Earlier are the last verdicts on somebody, where there are any. */
function Earlier({ user: { history } }: { user: Schemas['DialogueUser'] }) {
  const t = useWords(dialogueWords)
  const terms = useTerms()
  if (history.last.length === 0) return null
  return (
    <ul aria-label={t.history} className="flex flex-wrap gap-x-3 text-label text-ink-2">
      {history.last.map(({ case_id, at, label }) => <li key={case_id} className="flex gap-1.5">{terms.label(label)}<CaseLink id={case_id} className="text-label" /><When at={at} className="text-ink-3" /></li>)}
    </ul>
  )
}
