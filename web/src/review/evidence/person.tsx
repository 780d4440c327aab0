import type { ReactNode } from 'react'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useSession } from '../../api/session'
import { useLanguage, useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { clock, span } from '../../i18n/when'
import { Button } from '../../ui/button'
import { UserLink } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import { type Call, type Person, type Sanction, isKickHere } from './call'
import { evidenceWords } from './words'

/** PersonHead is who is behind a number in the call, and what marks him. */
export function PersonHead({ app, call, person, keyed, onLift, children }: { app: string; call: Call; person: Person; /** The sanction that the key lifts. */ keyed?: number; onLift: (sanction: Sanction) => void; children?: ReactNode }) {
  const t = useWords(evidenceWords)
  const terms = useTerms()
  const { known } = person
  const offences = Object.entries((known?.history.offences ?? {}) as Record<string, number>)
  return (
    <section aria-label={person.user_id || `${t.uid} ${person.uid}`} className="flex flex-col gap-2 border-b border-line p-4">
      <div className="flex items-center gap-3">
        <Avatar name={person.user_id || '?'} size={person.accused ? 44 : 36} />
        <div className="min-w-0 flex-1">
          <p className="flex min-w-0 items-center gap-2 text-[15px] leading-6 font-semibold">
            {person.user_id ? <UserLink app={app} id={person.user_id} className="no-underline! hover:underline!" /> : <span title={t.unknownNote} className="text-ink-2">{t.unknown}</span>}
            <span className={person.accused ? 'shrink-0 text-label font-medium text-danger' : 'shrink-0 text-label font-normal text-ink-3'}>{person.accused ? t.accused : t.other}</span>
          </p>
          <p className="foreign-line text-label text-ink-2">{t.uid} <bdi>{person.uid}</bdi></p>
          <Presences call={call} person={person} />
        </div>
      </div>
      {known && (known.risk || known.protected || offences.length > 0) && (
        <div className="flex flex-wrap gap-1.5">
          {known.risk && <Tag tone="danger" icon={<ShieldAlert size={12} />}>{t.risk}</Tag>}
          {known.protected && <Tag tone="accent" icon={<ShieldCheck size={12} />}>{t.protected}</Tag>}
          {offences.map(([label, n]) => <Tag key={label} tone="warn">{`${terms.label(label)} × ${n}`}</Tag>)}
        </div>
      )}
      {known && known.in_force.length > 0 && <InForce call={call} sanctions={known.in_force} keyed={keyed} onLift={onLift} />}
      {children}
    </section>
  )
}

/** Presences are when somebody was there. */
function Presences({ call, person }: { call: Call; person: Person }) {
  const t = useWords(evidenceWords)
  const language = useLanguage()
  if (person.present.length === 0) return <p className="text-label text-ink-3">{t.never}</p>
  return (
    <ul aria-label={t.present} className="text-label text-ink-3">
      {person.present.map(({ from, to }) => {
        const end = to ?? call.room.ended_at
        return <li key={from} className="whitespace-nowrap">{clock(from, language)} – {end ? <>{clock(end, language)} <span className="pl-1">{span(Date.parse(end) - Date.parse(from))}</span></> : <span className="text-ok">{t.stillIn}</span>}</li>
      })}
    </ul>
  )
}

/** InForce is what binds somebody, with what ends it. */
function InForce({ call, sanctions, keyed, onLift }: { call: Call; sanctions: readonly Sanction[]; keyed?: number; onLift: (sanction: Sanction) => void }) {
  const t = useWords(evidenceWords)
  const terms = useTerms()
  const { may } = useSession()
  return (
    <ul className="flex flex-col gap-1">
      {sanctions.map((sanction) => (
        <li key={sanction.id} className="flex min-h-7 items-center gap-2 text-label">
          <Tag tone="warn">{t.inForce(terms.act(sanction.action))}</Tag>
          <span className="foreign-line flex-1 text-ink-3">{[sanction.action === 'kick_room' && !isKickHere(call, sanction) && t.elsewhere, terms.label(sanction.label)].filter(Boolean).join(' · ')}</span>
          {may('lift') && <Button size="s" look="ghost" command={keyed === sanction.id ? 'lift' : undefined} onMouseDown={(e) => e.preventDefault()} onClick={() => onLift(sanction)}>{t.lift}</Button>}
        </li>
      ))}
    </ul>
  )
}
