import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { Figures } from '../../ui/facts'
import type { Total } from './sums'
import { Waited } from './waited'
import { overviewWords } from './words'

/** FourFigures is how it goes at a glance: how much waits, how long, whether it grows, and what does not arrive. */
export function FourFigures({ all, app }: { all: Total; app?: string }) {
  const t = useWords(overviewWords)
  const terms = useTerms()
  const { data } = useQuery({ queryKey: ['stats', 'deliveries', app], queryFn: () => must(api.GET('/stats/deliveries', { params: { query: { app } } })), refetchInterval: 10_000 })
  const number = (state: string) => data?.items.filter((one) => one.state === state).reduce((sum, one) => sum + one.number, 0)
  const dead = number('dead')
  const grown = all.arrived - all.decided
  const deadLink = <Link to="/deliveries" search={{ state: 'dead', ...(app && { app }) }} className="hover:underline">{dead === undefined ? '–' : count(dead)}</Link>
  return (
    <Figures
      large
      items={[
        { name: t.depth, value: count(all.waiting), note: [t.atRisk(count(all.risk)), t.held(count(all.held))].join(' · ') },
        { name: t.oldest, value: all.oldest ? <Waited since={all.oldest} /> : '–', note: all.oldestIn ? terms.queue(all.oldestIn) : t.nothing },
        { name: t.hour, value: `${count(all.arrived)} / ${count(all.decided)}`, note: grown > 0 ? t.balance(count(grown)) : grown < 0 ? t.shrinking(count(-grown)) : t.even },
        { name: t.dead, value: deadLink, tone: dead ? 'danger' : undefined, note: dead === 0 ? t.allArrive : t.pendingDeliveries(count(number('pending') ?? 0)) },
      ]}
    />
  )
}
