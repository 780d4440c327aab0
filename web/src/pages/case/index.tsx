import { lazy, Suspense } from 'react'
import { useParams } from '@tanstack/react-router'
import { FileX } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useStaffName } from '../../api/known'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { isRisky } from '../../review/veil/rule'
import { Fact, Facts, Section } from '../../ui/facts'
import { ForeignLine, When } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { Subject } from '../cases'
import { Author } from '../cases/author'
import { Marks, Outcome } from '../cases/state'
import { Machine } from '../lines/machine'
import { CaseActions } from './actions'
import { Messages, Profile } from './content'
import { DialogueStory } from './dialogue'
import { Followed } from './followed'
import { type Story, useStory } from './query'
import { Reports } from './reports'
import { CaseTimeline } from './timeline'
import { storyWords } from './words'

// Few cases are calls.
const EvidenceStory = lazy(() => import('./evidence').then((module) => ({ default: module.EvidenceStory })))

export function CasePage() {
  const t = useWords(storyWords)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0
  return number === 0 ? <Page title={t.noCase}><Empty title={t.noCase} icon={<FileX size={22} />} /></Page> : <Known id={number} />
}

function Known({ id }: { id: number }) {
  const t = useWords(storyWords)
  const { data: story, error, refetch, isFetching } = useStory(id)
  const title = t.title(String(id))
  if (story) {
    return (
      <Page title={title} scroll={false} figures={<Standing story={story} />} aside={<CaseActions story={story} onRefresh={() => void refetch()} busy={isFetching} />}>
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
          <Evidenced story={story} />
          <Beside story={story} />
        </div>
      </Page>
    )
  }
  const missing = error && asProblem(error).status === 404
  return <Page title={title}>{missing ? <Empty title={t.noCase} icon={<FileX size={22} />} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
}

function Standing({ story: { case: c, dialogue, evidence } }: { story: Story }) {
  const t = useWords(storyWords)
  const terms = useTerms()
  return <><Tag>{dialogue || evidence ? terms.queue(c.kind) : terms.entrance(c.content.entrance.mod, c.content.entrance.name)}</Tag><Outcome state={c.state} verdict={c.verdict} /><Marks case={c} /><span className="text-ink-3">{t.audited}</span></>
}

/** Evidenced is what was reported and by whom. */
function Evidenced({ story }: { story: Story }) {
  const t = useWords(storyWords)
  const c = story.case
  const accused = c.subject.kind === 'user' && c.kind !== 'live' ? c.subject.id : undefined
  const asked = c.kind === 'live' ? c.content.messages[0]?.id : undefined // by the machine
  const shown = story.reports.length < c.report_count ? t.shown(story.reports.length, c.report_count) : String(c.report_count)
  if (story.evidence) return <Suspense fallback={<Loading />}><EvidenceStory story={story} call={story.evidence} /></Suspense>
  if (story.dialogue) return <DialogueStory story={story} dialogue={story.dialogue} />
  return (
    <div className="min-w-0 flex-1 bg-surface lg:overflow-y-auto">
      <Section title={t.content} flush>
        {c.content.profile && <Profile profile={c.content.profile} app={c.app} />}
        <Messages messages={c.content.messages} app={c.app} accused={accused} risky={isRisky(c)} />
        <div className="h-3" />
      </Section>
      {asked && <div className="border-b border-line"><Machine id={asked} /></div>}
      <Section title={t.reports} aside={shown} flush><Reports reports={story.reports} app={c.app} queue={c.kind} risky={isRisky(c)} /></Section>
    </div>
  )
}

/** Beside is what the case is, what happened to it and what followed. */
function Beside({ story }: { story: Story }) {
  const t = useWords(storyWords)
  const terms = useTerms()
  const staffName = useStaffName()
  const c = story.case
  return (
    <aside className="shrink-0 border-line bg-sunken max-lg:border-t lg:w-[clamp(316px,46vw-350px,420px)] lg:overflow-y-auto lg:border-l">
      <Section title={t.facts}>
        <Facts>
          <Fact name={t.subject}><Subject case={c} /></Fact>
          <Fact name={t.app}><ForeignLine>{c.app}</ForeignLine></Fact>
          <Fact name={t.complaints}>{c.complaints.map(terms.complaint).join(' · ')}</Fact>
          <Fact name={t.opened}><When at={c.opened_at} /></Fact>
          <Fact name={t.decided}>{c.decided_at && <span className="flex gap-2"><When at={c.decided_at} />{c.decided_by && <Author author={c.decided_by} />}</span>}</Fact>
          <Fact name={t.holder}>{c.state === 'leased' && c.holder && staffName(c.holder)}</Fact>
          <Fact name={t.lease}>{c.state === 'leased' && c.lease_expires_at && <When at={c.lease_expires_at} />}</Fact>
        </Facts>
      </Section>
      <Section title={t.story}><CaseTimeline story={story} /></Section>
      <Followed story={story} />
    </aside>
  )
}
