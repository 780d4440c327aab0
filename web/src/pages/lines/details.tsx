import { useQuery } from '@tanstack/react-query'
import { MessageSquareOff, Undo2, X } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { moment } from '../../i18n/when'
import { CopyButton, IconButton } from '../../ui/button'
import { Fact, Facts, Section } from '../../ui/facts'
import { CaseLink, ForeignLine, UserLink, When } from '../../ui/foreign'
import { OutcomeTag } from '../../ui/outcome'
import { Empty, Failed, Loading } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { CircumstancesOf } from './circumstances'
import { Findings, Reasons } from './findings'
import { type Line, getLine } from './line'
import { Said, Shown } from './said'
import { lineWords } from './words'

/** LineDetails stands beside the list: a message of it, or one that a link names. */
export function LineDetails({ id, known, onClose }: { id: string; known?: Line; onClose: () => void }) {
  const t = useWords(lineWords)
  const { data, error, refetch } = useQuery({
    queryKey: ['lines', 'one', id], queryFn: () => getLine(id), enabled: known === undefined, staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false,
  })
  const line = known ?? data
  return (
    <aside aria-label={t.details} className="shrink-0 overflow-y-auto border-line bg-sunken max-lg:absolute max-lg:inset-0 max-lg:z-20 lg:w-[clamp(348px,46vw-280px,480px)] lg:border-l">
      <header className="sticky top-0 z-10 flex min-h-11 items-center gap-2 border-b border-line bg-sunken pr-2 pl-4">
        {line ? <Head line={line} /> : <h2 className="flex-1 text-ui font-medium">{t.details}</h2>}
        <IconButton label={t.close} onClick={onClose}><X size={16} /></IconButton>
      </header>
      {line ? <All line={line} /> : error ? (asProblem(error).status === 404 ? <Empty title={t.noLine} icon={<MessageSquareOff size={22} />} /> : <Failed error={error} again={() => void refetch()} />) : <Loading />}
    </aside>
  )
}

function Head({ line }: { line: Line }) {
  const t = useWords(lineWords)
  const terms = useTerms()
  return (
    <h2 className="flex min-w-0 flex-1 items-center gap-2 text-ui font-medium">
      {line.checked ? <OutcomeTag outcome={line.outcome} /> : <Tag>{t.unchecked}</Tag>}
      {line.label !== 'pass' && <ForeignLine>{terms.label(line.label)}</ForeignLine>}
      {line.checked && line.score > 0 && <span className="text-label font-normal text-ink-3">{t.sure(line.score.toFixed(2))}</span>}
      {line.reversed_at && <Tag icon={<Undo2 size={11} />}>{t.reversed}</Tag>}
    </h2>
  )
}

function All({ line }: { line: Line }) {
  const t = useWords(lineWords)
  const language = useLanguage()
  return (
    <>
      {line.reversed_at && <p className="border-b border-line px-4 py-2 text-label text-ink-2">{t.reversedAt(moment(line.reversed_at, language))}</p>}
      <Section title={t.original}><p dir="auto" className="foreign text-evidence"><Said text={line.text} found={line.evidence} /></p></Section>
      <Section title={t.viewers}><Shown line={line} /></Section>
      <Judgement line={line} linked />
      <Section title={t.circumstances}><CircumstancesOf context={line.context} /></Section>
      <Section title={t.record}><Kept line={line} /></Section>
    </>
  )
}

/** Judgement is why a machine judged so, and what it had found. Linked leads to all that the same source found. */
export function Judgement({ line, linked }: { line: Line; linked?: boolean }) {
  const t = useWords(lineWords)
  const app = linked ? line.app : undefined
  return (
    <>
      {line.outcome !== 'pass' && <Section title={t.reasons}><Reasons reasons={line.reasons} /></Section>}
      <Section title={t.found}>{line.evidence.length === 0 ? <p className="text-ui text-ink-3">{t.nothing}</p> : <Findings items={line.evidence} label={t.found} app={app} />}</Section>
      {line.shadow.length > 0 && <Section title={t.shadow} aside={t.shadowNote}><Findings items={line.shadow} label={t.shadow} app={app} /></Section>}
    </>
  )
}

function Kept({ line }: { line: Line }) {
  const t = useWords(lineWords)
  return (
    <Facts>
      <Fact name={t.at}><When at={line.at} /></Fact>
      <Fact name={t.sender}>{line.user_id && <UserLink app={line.app} id={line.user_id} />}</Fact>
      <Fact name={t.room}>{line.room_id && <ForeignLine>{line.room_id}</ForeignLine>}</Fact>
      <Fact name={t.anchor}>{line.anchor_id && <ForeignLine>{line.anchor_id}</ForeignLine>}</Fact>
      <Fact name={t.type}>{(t as unknown as Record<string, string>)[`t${line.type}`] ?? String(line.type)}</Fact>
      <Fact name={t.case}>{line.case_id && <CaseLink id={line.case_id} />}</Fact>
      <Fact name={t.app}><ForeignLine>{line.app}</ForeignLine></Fact>
      <Fact name={t.credential}>{line.credential && <ForeignLine>{line.credential}</ForeignLine>}</Fact>
      <Fact name={t.policy}>{line.policy}</Fact>
      <Fact name={t.dataID}><span className="flex min-w-0 items-center gap-1"><span className="foreign-line font-mono text-label">{line.data_id}</span><CopyButton text={line.data_id} label={t.copyID} /></span></Fact>
    </Facts>
  )
}
