import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { CopyButton } from '../../ui/button'
import { Figures, Section } from '../../ui/facts'
import { CaseLink, ForeignLine } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import { StandingTag, useSanctionName } from '../sanctions/name'
import type { Sanction } from '../sanctions/sanction'
import { Listing } from './listing'
import { AtTheParty } from './party'
import { userWords } from './words'

/** How many of each list the first answer holds; as many means that many or more. */
export const firstOf = 50

function atLeast(list: readonly unknown[]): string {
  return list.length < firstOf ? String(list.length) : `${firstOf}+`
}

/** Beside is who somebody is to us: what binds him, which lists he is on, how often he was right. */
export function Beside({ user, button }: { user: Schemas['UserPage']; button: (s: Sanction) => ReactNode }) {
  const t = useWords(userWords)
  const { agreed, disagreed } = user.accuracy
  const decided = agreed + disagreed
  return (
    <aside className="shrink-0 border-line bg-sunken max-lg:border-t lg:w-[clamp(316px,46vw-350px,420px)] lg:overflow-y-auto lg:border-l">
      <div className="flex items-center gap-3 border-b border-line px-4 py-4">
        <Avatar name={user.user_id} size={44} />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1"><ForeignLine className="text-[15px] font-semibold">{user.user_id}</ForeignLine><CopyButton text={user.user_id} /></div>
          <ForeignLine className="text-label text-ink-2">{user.app}</ForeignLine>
        </div>
        {user.risk && <Tag tone="danger">{t.risk}</Tag>}
        {user.protected && <Tag tone="accent">{t.special}</Tag>}
      </div>
      <div className="flex flex-col gap-3 border-b border-line px-4 py-4">
        <Figures
          items={[
            { name: t.against, value: atLeast(user.reports) }, { name: t.decisions, value: atLeast(user.decisions) }, { name: t.binding, value: user.in_force.length, tone: user.in_force.length > 0 ? 'danger' : undefined },
          ]}
        />
        <p className="flex justify-between text-label text-ink-2"><span>{t.accuracy}</span><span>{decided === 0 ? t.none : `${Math.round((agreed * 100) / decided)}% · ${t.of(decided)}`}</span></p>
      </div>
      <Section title={t.inForce}><Binding sanctions={user.in_force} button={button} /></Section>
      <Section title={t.lists}><Listing user={user} /></Section>
      <AtTheParty user={user} />
      <OtherApps user={user} />
    </aside>
  )
}

function Binding({ sanctions, button }: { sanctions: readonly Sanction[]; button: (s: Sanction) => ReactNode }) {
  const t = useWords(userWords)
  const nameOf = useSanctionName()
  if (sanctions.length === 0) return <p className="text-ui text-ink-3">{t.noInForce}</p>
  return (
    <ul className="flex flex-col gap-2">
      {sanctions.map((sanction) => (
        <li key={sanction.id} className="flex min-h-7 items-center gap-2">
          <div className="min-w-0 flex-1">
            <p className="flex gap-2">{nameOf(sanction)}{sanction.case_id && <CaseLink id={sanction.case_id} className="text-ink-2" />}</p>
            <p className="text-label text-ink-2"><StandingTag sanction={sanction} /></p>
          </div>
          {button(sanction)}
        </li>
      ))}
    </ul>
  )
}

function OtherApps({ user }: { user: Schemas['UserPage'] }) {
  const t = useWords(userWords)
  const others = user.apps.filter((app) => app !== user.app)
  if (others.length === 0) return null
  return (
    <Section title={t.other} aside={t.otherNote}>
      <ul className="flex flex-wrap gap-2">{others.map((app) => <li key={app}><Link to="/users/$id" params={{ id: user.user_id }} search={{ app }} className="text-accent hover:underline">{app}</Link></li>)}</ul>
    </Section>
  )
}
