import { memo } from 'react'
import { useWords } from '../../i18n/language'
import { Figures } from '../../ui/facts'
import type { WorkCase } from '../desk/work'
import { Verdicts } from '../dialogue/users'
import { HistorySection } from '../subject/history'
import { subjectWords } from '../subject/words'
import type { Call, Sanction } from './call'
import { PersonHead } from './person'
import { evidenceWords } from './words'

/** PeoplePanel is everybody in the call, whom the evidence is of first: who he is, what was done before. */
export const PeoplePanel = memo(function PeoplePanel({ work, call, keyed, onLift }: { work: WorkCase; call: Call; keyed?: number; onLift: (sanction: Sanction) => void }) {
  const t = useWords(evidenceWords)
  const s = useWords(subjectWords)
  const others = call.people.filter(({ accused }) => !accused)
  const { history } = work
  const inForce = call.accused.known?.in_force.length ?? 0
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <aside aria-label={others.length > 1 ? t.panelMany : t.panel} tabIndex={0} className="w-[var(--side)] shrink-0 overflow-y-auto border-l border-line bg-sunken outline-offset-[-2px]">
      <PersonHead app={work.app} call={call} person={call.accused} keyed={keyed} onLift={onLift}>
        <Figures items={[{ name: t.reports, value: s.more20(history.reports) }, { name: t.decisions, value: s.more20(history.decisions) }, { name: t.sanctions, value: inForce, tone: inForce > 0 ? 'danger' : undefined }]} />
      </PersonHead>
      <HistorySection work={work} />
      {others.map((person) => (
        <PersonHead key={person.uid} app={work.app} call={call} person={person} onLift={onLift}>
          {person.known && person.known.history.last.length > 0 && <Verdicts user={{ history: person.known.history }} />}
        </PersonHead>
      ))}
    </aside>
  )
})
