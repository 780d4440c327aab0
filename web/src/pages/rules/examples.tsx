import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../i18n/language'
import { UserLink, When } from '../../ui/foreign'
import { OutcomeTag } from '../../ui/outcome'
import { Failed, Loading } from '../../ui/states'
import { type Line, findLines } from '../lines/line'
import { Said } from '../lines/said'
import { ruleWords } from './words'

/** Examples are the latest messages that a rule hit, also where it only took notes. */
export function Examples({ rule }: { rule: number }) {
  const t = useWords(ruleWords)
  const cause = `rule:${rule}`
  const { data, error, refetch } = useQuery({ queryKey: ['lines', 'examples', cause], queryFn: () => findLines({ cause, limit: 20 }), staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false })
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading rows={4} />
  if (data.items.length === 0) return <p className="px-4 pb-4 text-ui text-ink-2">{t.noExamples}</p>
  return (
    <>
      <ol aria-label={t.examples} className="flex flex-col divide-y divide-line border-y border-line bg-surface">{data.items.map((line) => <Example key={line.data_id} line={line} />)}</ol>
      <p className="px-4 py-3"><Link to="/lines" search={{ cause }} className="text-ui text-accent hover:underline">{t.allExamples}</Link></p>
    </>
  )
}

function Example({ line }: { line: Line }) {
  return (
    <li className="flex min-w-0 flex-col gap-0.5 px-4 py-2">
      <div className="flex min-w-0 items-start gap-3">
        <p dir="auto" className="foreign line-clamp-4 min-w-0 flex-1 text-evidence"><Said text={line.text} found={line.evidence} /></p>
        <span className="flex h-[25px] items-center"><OutcomeTag outcome={line.outcome} /></span>
      </div>
      <p className="flex min-w-0 gap-2 text-label text-ink-3"><When at={line.at} />{line.user_id && <UserLink app={line.app} id={line.user_id} className="text-ink-2!" />}</p>
    </li>
  )
}
