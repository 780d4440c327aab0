import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ArrowLeft, Flag, Gift, MessageCircleHeart, Phone, SendHorizontal, Video } from 'lucide-react'
import { useWords } from '../src/i18n/language'
import { Face } from './face'
import { GiftIcon, Tray } from './gifts'
import type { Line, Party, State } from './party'
import { Report } from './report'
import { page } from './words'

/** Talk is what one says to one other. */
export function Talk({ party, state }: { party: Party; state: State }) {
  const w = useWords(page)
  const [tray, setTray] = useState(false)
  const [reporting, setReporting] = useState(false)
  const { open } = state
  if (!open) return <div className="talk nobody"><MessageCircleHeart size={56} strokeWidth={1.2} aria-hidden="true" /><p>{w.choose}</p></div>
  const person = state.known[open]
  const name = party.nameOf(open)
  const online = state.people.some((each) => each.userUuid === open)
  return (
    <section className="talk" aria-label={name}>
      <header>
        <button type="button" className="round back" aria-label={w.back} onClick={() => party.open(null)}><ArrowLeft size={20} /></button>
        <Face name={name} icon={person?.icon} online={online} />
        <span className="who"><b>{name}</b><small>{online ? w.online : w.offline}</small></span>
        <button type="button" className="round" aria-label={w.audio} title={w.audio} disabled={!online || state.call !== null} onClick={() => party.dial(1)}><Phone size={19} /></button>
        <button type="button" className="round" aria-label={w.video} title={w.video} disabled={!online || state.call !== null} onClick={() => party.dial(2)}><Video size={20} /></button>
        <button type="button" className="round faint" aria-label={w.report} title={w.report} onClick={() => setReporting(true)}><Flag size={18} /></button>
      </header>
      <Lines lines={state.talks[open] ?? []} name={name} icon={person?.icon} />
      {tray && <Tray gifts={state.gifts} coins={state.coins} give={(gift) => void party.give(gift)} close={() => setTray(false)} />}
      <Composer party={party} tray={tray} setTray={setTray} />
      {reporting && <Report name={name} close={() => setReporting(false)} submit={(type, memo) => void party.report(open, type, memo)} />}
    </section>
  )
}

function Composer({ party, tray, setTray }: { party: Party; tray: boolean; setTray: (open: boolean) => void }) {
  const w = useWords(page)
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void party.send(text)
    setText('')
  }
  return (
    <form className="composer" onSubmit={submit}>
      <button type="button" className="round gift" aria-label={w.gifts} aria-expanded={tray} title={w.gifts} onClick={() => setTray(!tray)}><Gift size={20} /></button>
      <input value={text} onChange={(event) => setText(event.target.value)} placeholder={w.write} aria-label={w.write} maxLength={1000} autoComplete="off" enterKeyHint="send" />
      <button type="submit" className="round go" aria-label={w.send} title={w.send} disabled={!text.trim()}><SendHorizontal size={19} /></button>
    </form>
  )
}

function Lines({ lines, name, icon }: { lines: Line[]; name: string; icon?: string }) {
  const w = useWords(page)
  const end = useRef<HTMLLIElement>(null)
  const last = lines.at(-1)?.id
  useEffect(() => { if (last) end.current?.scrollIntoView({ block: 'end' }) }, [last])
  return (
    <ol className="lines" aria-live="polite">
      {lines.length === 0 && <li className="hello"><Face name={name} icon={icon} size="l" /><p>{w.hello(name)}</p></li>}
      {lines.map((line) => <Said key={line.id} line={line} name={name} icon={icon} />)}
      <li ref={end} aria-hidden="true" />
    </ol>
  )
}

const remarks = { masked: 'masked', waiting: 'waiting', refused: 'refused', recalled: 'recalled', unsent: 'unsent' } as const

function Said({ line, name, icon }: { line: Line; name: string; icon?: string }) {
  const w = useWords(page)
  if (line.call) return <li className="aside" data-how={line.call.how}>{line.call.kind === 2 ? <Video size={14} aria-hidden="true" /> : <Phone size={14} aria-hidden="true" />}<span>{endOf(w, line.call)}</span></li>
  const remark = line.state && line.state !== 'delivered' ? remarks[line.state] : null
  return (
    <li className="said" data-mine={line.mine || undefined} data-state={line.state}>
      {!line.mine && <Face name={name} icon={icon} size="s" />}
      {line.gift ? (
        <p className="given"><GiftIcon kind={line.gift.kind} size={30} /><span>{line.mine ? w.youGave(line.gift.name, line.gift.count) : w.gotGift(line.gift.name, line.gift.count)}</span></p>
      ) : line.state !== 'recalled' && <p className="bubble foreign">{line.text}</p>}
      {remark && <small>{w[remark]}</small>}
    </li>
  )
}

function endOf(w: (typeof page)['zh'] | (typeof page)['en'], call: NonNullable<Line['call']>): string {
  switch (call.how) {
    case 'completed': return w.completed(lengthOf(call.seconds))
    case 'cancelled': return call.mine ? w.cancelled : w.missed
    case 'timeout': return call.mine ? w.timeout : w.missed
    case 'rejected': return call.mine ? w.rejected : w.rejectedMine
    case 'busy': return w.busy
    case 'kicked': return w.kicked
    case 'lost': return w.lost
    default: return w.disconnected
  }
}

export function lengthOf(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
