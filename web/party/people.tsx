import { Coins } from 'lucide-react'
import { useWords } from '../src/i18n/language'
import { Tongue, useCast } from './doors'
import { Face } from './face'
import mark from './mark.svg'
import type { Line, Party, State } from './party'
import { page } from './words'

/** People are who is online, and whom one has talked with. */
export function People({ party, state, turn }: { party: Party; state: State; turn: () => void }) {
  const w = useWords(page)
  const here = new Set(state.people.map((person) => person.userUuid))
  const gone = Object.keys(state.talks).filter((user) => !here.has(user)).map((user) => state.known[user]).filter((person) => person !== undefined)
  const all = [...state.people, ...gone]
  return (
    <nav className="people" aria-label={w.people}>
      <header><img className="mark" src={mark} alt="" /><div><h1>{w.title}</h1><p>{w.here(state.people.length + 1)}</p></div><Tongue turn={turn} /></header>
      {all.length === 0 ? <Empty me={state.me?.me ?? 0} /> : (
        <ul>
          {all.map((person) => {
            const user = person.userUuid
            const unread = state.unread[user] ?? 0
            return (
              <li key={user}>
                <button type="button" aria-current={state.open === user || undefined} onClick={() => party.open(user)}>
                  <Face name={person.userName} icon={person.icon} online={here.has(user)} />
                  <span className="who"><b>{person.userName}</b><small><Gist line={state.talks[user]?.at(-1)} fallback={here.has(user) ? person.mobile : w.offline} /></small></span>
                  {unread > 0 && <em aria-label={w.unread(unread)}>{unread}</em>}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <footer>
        {state.me && <Face name={state.me.name} icon={state.me.icon} online={state.linked} />}
        <span className="who"><b>{state.me?.name}</b><small>{w.you}</small></span>
        <span className="purse" title={w.coins}><Coins size={16} aria-hidden="true" /><span className="sr-only-live">{w.coins}</span><b data-testid="coins">{state.coins}</b></span>
      </footer>
    </nav>
  )
}

function Gist({ line, fallback }: { line?: Line; fallback: string }) {
  const w = useWords(page)
  if (line?.gift) return line.mine ? w.youGave(line.gift.name, line.gift.count) : w.gotGift(line.gift.name, line.gift.count)
  if (line?.call) return line.call.kind === 2 ? w.video : w.audio
  return line?.text ?? fallback
}

function Empty({ me }: { me: number }) {
  const w = useWords(page)
  const others = useCast().filter((guest) => guest.me !== me).slice(0, 3)
  return (
    <div className="empty">
      <p><b>{w.nobody}</b></p>
      <p className="quiet">{w.nobodyHint}</p>
      <ul>{others.map((guest) => <li key={guest.me}><a href={`?me=${guest.me}`} target="_blank" rel="noreferrer"><Face name={guest.name} icon={guest.icon} />{guest.name}</a></li>)}</ul>
    </div>
  )
}
