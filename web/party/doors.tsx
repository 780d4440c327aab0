import { useEffect, useState } from 'react'
import { Languages, MonitorX, ServerCrash, ShieldX } from 'lucide-react'
import { useWords } from '../src/i18n/language'
import { Face } from './face'
import mark from './mark.svg'
import type { State } from './party'
import { type Guest, cast } from './wire'
import { page } from './words'

export function Tongue({ turn }: { turn: () => void }) {
  const w = useWords(page)
  return <button type="button" className="tongue" onClick={turn} title={w.language}><Languages size={16} aria-hidden="true" /><span>{w.language}</span></button>
}

/** useCast is the invented people whom a window may be. */
export function useCast(): Guest[] {
  const [guests, setGuests] = useState<Guest[]>([])
  useEffect(() => { cast().then(setGuests, () => undefined) }, [])
  return guests
}

/** Picker asks who this window is. */
export function Picker({ turn }: { turn: () => void }) {
  const w = useWords(page)
  const guests = useCast()
  return (
    <div className="door">
      <main className="picker">
        <header><img className="mark" src={mark} alt="" /><div><h1>{w.title}</h1><p>{w.tagline}</p></div><Tongue turn={turn} /></header>
        <h2>{w.pick}</h2>
        <p className="quiet">{w.pickHint}</p>
        <ul>{guests.map((guest) => <li key={guest.me}><a href={`?me=${guest.me}`}><Face name={guest.name} icon={guest.icon} size="l" /><span>{guest.name}</span></a></li>)}</ul>
      </main>
    </div>
  )
}

/** Door is what stands where the party is not: not yet, or not any more. */
export function Door({ phase }: { phase: State['phase'] }) {
  const w = useWords(page)
  if (phase === 'entering') return <div className="door"><p className="entering" role="status">{w.entering}</p></div>
  const [icon, title, text] = phase === 'barred' ? [<ShieldX key="i" size={34} />, w.barredTitle, w.barredText]
    : phase === 'elsewhere' ? [<MonitorX key="i" size={34} />, w.elsewhereTitle, w.elsewhereText]
      : [<ServerCrash key="i" size={34} />, w.failedTitle, w.failedText]
  return (
    <div className="door">
      <main className="shut" role="alert" data-phase={phase}>
        <span className="seal" aria-hidden="true">{icon}</span>
        <h1>{title}</h1>
        <p>{text}</p>
        <button type="button" className="wide" onClick={() => location.reload()}>{w.again}</button>
      </main>
    </div>
  )
}
