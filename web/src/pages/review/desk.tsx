import { Activity, type ComponentType, lazy, Suspense } from 'react'
import { useIntake } from '../../app/intake'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { ThisBreak, useBreak } from '../../review/desk/break'
import { useDesk } from '../../review/desk/desk'
import { DeskFigures, NextReady } from '../../review/desk/figures'
import { NoCase } from '../../review/desk/nothing'
import { useLastAct } from '../../review/desk/undo'
import type { CaseViewProps } from '../../review/desk/view'
import type { Queue } from '../../review/desk/work'
import { caseName, deskWords } from '../../review/desk/words'
import { MessageView } from '../../review/message/view'
import { Loading } from '../../ui/states'

// Few reviewers judge dialogues: their view is loaded when one does.
const DialogueView = lazy(() => import('../../review/dialogue/view').then((dialogue) => ({ default: dialogue.DialogueView })))
// So it is with calls.
const EvidenceView = lazy(() => import('../../review/evidence/view').then((evidence) => ({ default: evidence.EvidenceView })))

/** The queues whose cases have a view of their own; all others are read as messages. */
const views: Partial<Record<Queue, ComponentType<CaseViewProps>>> = { message: MessageView, dialogue: DialogueView, evidence: EvidenceView }

/** DeskPage is the desk of a queue whose cases come one by one. */
export function DeskPage({ queue, title }: { queue: Queue; title: string }) {
  const t = useWords(deskWords)
  const desk = useDesk(queue)
  const [taking, setTaking] = useIntake()
  const { hand, next, sent } = desk.state
  const last = useLastAct(desk.state)
  const rest = useBreak(hand?.work.id)
  useKeys({ undo: () => { desk.undo() }, pause: () => setTaking(!taking) })
  // The next case is drawn already, out of sight, so that a decision shows it at once.
  const cases = hand ? [hand.work, ...next.slice(0, 1)] : []
  const View = views[queue] ?? MessageView
  return (
    <Page title={title} scroll={false} figures={<DeskFigures queue={queue} sent={sent} />} aside={<NextReady ready={next.length > 0} paused={hand !== null && !taking} />}>
      <span role="status" className="sr-only-live">{[last, hand && t.nowShown(caseName(hand.work.id))].filter(Boolean).join(' · ')}</span>
      <ThisBreak value={rest}>
        <div className="flex min-h-0 flex-1 flex-col [--side:clamp(304px,46vw-350px,420px)]">
          {cases.map((work) => (
            <Activity key={work.id} mode={work === hand?.work ? 'visible' : 'hidden'}>
              <Suspense fallback={<Loading rows={8} />}><View desk={desk} work={work} trouble={work === hand?.work ? hand.trouble : undefined} ahead={work !== hand?.work} /></Suspense>
            </Activity>
          ))}
          {!hand && <NoCase desk={desk} />}
        </div>
      </ThisBreak>
    </Page>
  )
}
