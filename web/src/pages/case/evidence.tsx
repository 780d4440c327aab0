import { useMemo, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { Binding } from '../../review/evidence/binding'
import { type Call, type Sanction, entriesOf, isRiskyCall, liftable, worst } from '../../review/evidence/call'
import { Line } from '../../review/evidence/line'
import { useFocus } from '../../review/evidence/live'
import { PersonHead } from '../../review/evidence/person'
import { Standing } from '../../review/evidence/subbar'
import { spanOf } from '../../review/evidence/timeline'
import { WayRegion } from '../../review/evidence/way'
import { evidenceWords } from '../../review/evidence/words'
import { cx } from '../../ui/class'
import { Fact, Facts, Section } from '../../ui/facts'
import { ForeignLine } from '../../ui/foreign'
import { LiftDialog } from '../sanctions/lift'
import type { Story } from './query'

const untouched: ReadonlySet<number> = new Set()

/** EvidenceStory is a call as its cloud told of it, and what was done about it at once or by hand. It is only read here, but for what can be lifted. */
export function EvidenceStory({ story, call }: { story: Story; call: Call }) {
  const t = useWords(evidenceWords)
  const { may } = useSession()
  const [lifting, setLifting] = useState<Sanction | null>(null)
  const { app } = story.case
  const entries = useMemo(() => entriesOf(call), [call])
  const { focus, setFocus, step } = useFocus(entries, worst(call)?.n ?? null)
  const since = useMemo(() => new Date(spanOf(call, 0).from).toISOString(), [call])
  const done = actedAtOnce(story)
  const key = liftable(call)
  useKeys({ up: () => step(-1), down: () => step(1), ...(may('lift') && key && { lift: () => setLifting(key) }) })
  return (
    <div className="min-w-0 flex-1 bg-surface lg:flex lg:min-h-0 lg:flex-col">
      <Binding sanctions={done} lifted={untouched} keyed={key?.id} onLift={setLifting} />
      <Line call={call} focus={focus} onFocus={setFocus} />
      <WayRegion app={app} entries={entries} since={since} risky={isRiskyCall(story.case, call)} focus={focus} onFocus={setFocus}>
        <Section title={call.people.length > 2 ? t.panelMany : t.panel} flush>
          <div className={cx('grid border-t border-line', call.people.length > 1 && 'min-[1240px]:grid-cols-2')}>
            {call.people.map((person) => <PersonHead key={person.uid} app={app} call={call} person={person} keyed={person.accused && !done.some(({ id }) => id === key?.id) ? key?.id : undefined} onLift={setLifting} />)}
          </div>
        </Section>
        <Section title={t.call} aside={<Standing call={call} />}>
          <Facts>
            <Fact name={t.channel}>{call.room.channel_name && <ForeignLine>{call.room.channel_name}</ForeignLine>}</Fact>
            <Fact name={t.channelID}><ForeignLine>{call.room.channel_id}</ForeignLine></Fact>
          </Facts>
          <details className="pt-2">
            <summary className="w-fit cursor-pointer text-label text-ink-2">{t.ids}</summary>
            <ul className="flex flex-col gap-2 pt-2">{call.items.map((item) => <Numbers key={item.n} item={item} />)}</ul>
          </details>
        </Section>
      </WayRegion>
      {lifting && <LiftDialog sanction={lifting} onClose={() => setLifting(null)} />}
    </div>
  )
}

/** actedAtOnce is what the app's policy did about the call before anybody saw it, and what of the case's sanctions binds still. */
function actedAtOnce({ sanctions, decisions }: Story): Sanction[] {
  const byPolicy = new Set(decisions.flatMap(({ id, author }) => (author.kind === 'system' && author.id === 'policy' ? [id] : [])))
  return sanctions.filter((one) => one.in_force || (one.decision_id !== undefined && byPolicy.has(one.decision_id)))
}

/** Numbers are what the cloud calls a piece of evidence, and what its copy is proved by. */
function Numbers({ item }: { item: Schemas['EvidenceItem'] }) {
  const t = useWords(evidenceWords)
  return (
    <li className="text-label">
      <p className="pb-0.5 text-ink-2">{t.item(item.n)} · {t[item.kind]}</p>
      <Facts>
        <Fact name={t.task}>{item.task_id && <ForeignLine>{item.task_id}</ForeignLine>}</Fact>
        <Fact name={t.data}>{item.data_id && <ForeignLine>{item.data_id}</ForeignLine>}</Fact>
        <Fact name={t.hash}>{item.picture?.sha256 && <ForeignLine>{item.picture.sha256}</ForeignLine>}</Fact>
      </Facts>
    </li>
  )
}
