import { Link } from '@tanstack/react-router'
import { CheckCheck, Coffee, Moon } from 'lucide-react'
import { depth, useNews } from '../../api/events'
import { queues as allQueues } from '../../app/places'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count, span } from '../../i18n/when'
import { useKeys } from '../../keys/keys'
import { Button } from '../../ui/button'
import { Empty, Failed, Loading } from '../../ui/states'
import type { Desk } from './desk'
import { Foot } from './foot'
import { type Queue, serverNow } from './work'
import { deskWords } from './words'

/** NoCase is the desk without a case: a break, an empty queue, or something that is in the way. */
export function NoCase({ desk }: { desk: Desk }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="min-h-0 flex-1"><Why desk={desk} /></div>
      <Foot desk={desk} />
    </div>
  )
}

function Why({ desk }: { desk: Desk }) {
  const t = useWords(deskWords)
  const { rest, failure, failures, dry } = desk.state
  const resting = rest !== 'none'
  useKeys({ punish: desk.goOn }, { enabled: resting })
  if (resting) {
    return (
      <Empty icon={rest === 'idle' ? <Moon size={24} /> : <Coffee size={24} />} title={rest === 'idle' ? t.idleOver : t.pausedTitle}>
        <p className="pb-4">{rest === 'idle' ? t.idleOverNote : t.pausedNote}</p>
        <Button look="accent" command="punish" onClick={desk.goOn}>{t.resume}</Button>
      </Empty>
    )
  }
  if (failure && failures > 0) return <Failed title={t.claimFailed} error={failure} again={desk.goOn} />
  if (!dry) return <Loading rows={8} />
  return <Empty icon={<CheckCheck size={24} />} title={t.emptyTitle}><p>{t.emptyNote}</p><Elsewhere queue={desk.queue} /></Empty>
}

/** Elsewhere is where the oldest case waits. */
export function Elsewhere({ queue }: { queue: Queue }) {
  const t = useWords(deskWords)
  const terms = useTerms()
  const { queues } = useNews()
  const others = allQueues.filter((one) => one !== queue).map((name) => ({ name, ...depth(queues, name) })).filter((one) => one.waiting > 0 && one.oldest)
  const [oldest] = others.toSorted((a, b) => (a.oldest ?? '').localeCompare(b.oldest ?? ''))
  if (!oldest?.oldest) return null
  return (
    <p className="pt-3">
      {t.elsewhere(terms.queue(oldest.name), count(oldest.waiting), span(serverNow() - Date.parse(oldest.oldest)))}{' '}
      <Link to="/review/$queue" params={{ queue: oldest.name }} className="text-accent underline underline-offset-2">{t.goThere}</Link>
    </p>
  )
}
