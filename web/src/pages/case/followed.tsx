import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Section } from '../../ui/facts'
import { When } from '../../ui/foreign'
import { DeliveryState } from '../deliveries/state'
import { StandingTag, useSanctionName } from '../sanctions/name'
import { useLifting } from '../sanctions/table'
import type { Story } from './query'
import { storyWords } from './words'

/** Followed is what came of a case: sanctions, and what was or will be told to the platform. */
export function Followed({ story }: { story: Story }) {
  const t = useWords(storyWords)
  return (
    <>
      <Section title={t.sanctions}>{story.sanctions.length === 0 ? <Nothing>{t.noSanctions}</Nothing> : <Sanctions story={story} />}</Section>
      <Section
        title={t.deliveries}
        aside={story.deliveries.length > 0 && <Link to="/deliveries" search={{ case_id: String(story.case.id), state: 'all' }} className="text-accent hover:underline">{t.allDeliveries}</Link>}
      >
        {story.deliveries.length === 0 ? <Nothing>{t.noDeliveries}</Nothing> : <Deliveries story={story} />}
      </Section>
    </>
  )
}

function Nothing({ children }: { children: string }) {
  return <p className="text-ui text-ink-3">{children}</p>
}

function Sanctions({ story }: { story: Story }) {
  const nameOf = useSanctionName()
  const { button, dialog } = useLifting()
  return (
    <ul className="flex flex-col gap-2">
      {story.sanctions.map((sanction) => (
        <li key={sanction.id} className="flex min-h-7 items-center gap-2">
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1"><span>{nameOf(sanction)}</span><StandingTag sanction={sanction} /></div>
          {button(sanction)}
        </li>
      ))}
      {dialog}
    </ul>
  )
}

function Deliveries({ story }: { story: Story }) {
  const terms = useTerms()
  return (
    <ul className="flex flex-col">
      {story.deliveries.map((delivery) => (
        <li key={delivery.id}>
          <Link to="/deliveries" search={{ case_id: String(story.case.id), state: 'all', id: String(delivery.id) }} className="-mx-2 flex h-8 items-center gap-2 rounded-control px-2 hover:bg-hover">
            <DeliveryState state={delivery.state} />
            <span className="min-w-0 flex-1 truncate">{terms.act(delivery.kind)}</span>
            <When at={delivery.done_at ?? delivery.created_at} className="text-label text-ink-3" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
