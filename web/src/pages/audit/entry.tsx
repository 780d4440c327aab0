import { X } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { CopyButton, IconButton } from '../../ui/button'
import { Fact, Facts, Section } from '../../ui/facts'
import { CaseLink, ForeignLine, UserLink, When } from '../../ui/foreign'
import { type Entry, useAuditNames } from './names'
import { auditWords } from './words'

/** WholeEntry is everything that one line of the log holds. */
export function WholeEntry({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useWords(auditWords)
  const names = useAuditNames()
  return (
    <aside aria-label={t.details} className="min-w-0 flex-1 overflow-y-auto border-l border-line bg-sunken lg:w-[clamp(316px,46vw-350px,420px)] lg:flex-none">
      <header className="sticky top-0 z-10 flex h-11 items-center gap-2 border-b border-line bg-sunken pr-2 pl-4">
        <h2 className="flex-1 text-ui font-semibold">{t.details}</h2>
        <IconButton label={t.close} onClick={onClose}><X size={15} /></IconButton>
      </header>
      <Section title={names.action(entry.action)} aside={<code className="font-mono text-meta">{entry.action}</code>}>
        <Facts>
          <Fact name={t.at}><When at={entry.at} /></Fact>
          <Fact name={t.who}><ForeignLine>{[names.actor(entry.actor), entry.actor.name && [names.actorKind(entry.actor.kind), entry.actor.id].filter(Boolean).join(' ')].filter(Boolean).join(' · ')}</ForeignLine></Fact>
          <Fact name={t.address}>{entry.actor.address && <ForeignLine>{entry.actor.address}</ForeignLine>}</Fact>
          <Fact name={t.via}>{entry.actor.via && <ForeignLine>{entry.actor.via}</ForeignLine>}</Fact>
          <Fact name={t.object}><ObjectOf entry={entry} /></Fact>
          <Fact name={t.app}>{entry.app && <ForeignLine>{entry.app}</ForeignLine>}</Fact>
          <Fact name={t.id}>{entry.id}</Fact>
          <Fact name={t.position}>{entry.position ?? t.waiting}</Fact>
          <Fact name={t.hash}>{entry.hash && <span className="flex items-center gap-1"><span className="foreign-line font-mono text-meta">{entry.hash}</span><CopyButton text={entry.hash} /></span>}</Fact>
        </Facts>
      </Section>
      <Section title={t.detail}><pre dir="auto" className="foreign rounded-control border border-line bg-surface px-2 py-1.5 font-mono text-meta">{JSON.stringify(entry.detail, null, 2)}</pre></Section>
    </aside>
  )
}

/** ObjectOf is what it was done to; a case and a user lead to their pages. */
export function ObjectOf({ entry: { object, app } }: { entry: Entry }) {
  const names = useAuditNames()
  if (object.kind === 'case' && object.id && /^\d{1,15}$/.test(object.id)) return <span className="flex gap-1.5"><span className="text-ink-3">{names.object('case')}</span><CaseLink id={Number(object.id)} /></span>
  return (
    <span className="flex min-w-0 gap-1.5">
      <span className="shrink-0 text-ink-3">{names.object(object.kind)}</span>
      {object.kind === 'user' && object.id && app ? <UserLink app={app} id={object.id} /> : <ForeignLine>{object.id ?? ''}</ForeignLine>}
    </span>
  )
}
