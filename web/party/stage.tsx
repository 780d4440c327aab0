import { useEffect, useRef, useState } from 'react'
import { Mic, MicOff, PhoneOff, Video, VideoOff } from 'lucide-react'
import { useWords } from '../src/i18n/language'
import type { Calling } from './calls'
import { Face } from './face'
import type { Party } from './party'
import { lengthOf } from './talk'
import { page } from './words'

/** Picture plays a stream. One's own is silent. */
function Picture({ stream, own, label }: { stream: MediaStream; own?: boolean; label: string }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => { if (video.current) video.current.srcObject = stream }, [stream])
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody writes along in a call
  return <video ref={video} className={own ? 'own' : 'other'} aria-label={label} autoPlay playsInline muted={own} />
}

function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const tick = window.setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(tick)
  }, [])
  return <time>{lengthOf(Math.max(0, Math.floor((now - since) / 1_000)))}</time>
}

/** Stage is a call that goes on, or that one has begun. */
export function Stage({ party, call }: { party: Party; call: Calling }) {
  const w = useWords(page)
  const name = party.nameOf(call.other)
  const icon = party.state.known[call.other]?.icon
  const talking = call.stage === 'talking'
  return (
    <section className="stage" aria-label={call.kind === 2 ? w.video : w.audio} data-kind={call.kind} data-stage={call.stage}>
      {call.remote && <Picture stream={call.remote} label={name} />}
      {(!talking || call.kind === 1) && <div className="waves" aria-hidden="true"><i /><i /><i /><Face name={name} icon={icon} size="xl" /></div>}
      <header><b>{name}</b><span role="status">{talking ? <Clock since={call.since} /> : call.stage === 'joining' ? w.joining : w.ringingOut}</span></header>
      {call.kind === 2 && call.local && <Picture stream={call.local} own label={w.you} />}
      <div className="controls">
        <button type="button" className="control" aria-pressed={!call.microphone} aria-label={w.microphone} title={w.microphone} onClick={() => party.toggle('microphone')}>{call.microphone ? <Mic size={22} /> : <MicOff size={22} />}</button>
        {call.kind === 2 && <button type="button" className="control" aria-pressed={!call.camera} aria-label={w.camera} title={w.camera} onClick={() => party.toggle('camera')}>{call.camera ? <Video size={22} /> : <VideoOff size={22} />}</button>}
        <button type="button" className="control end" aria-label={talking ? w.hangup : w.cancel} title={talking ? w.hangup : w.cancel} onClick={() => party.hangUp()}><PhoneOff size={24} /></button>
      </div>
    </section>
  )
}
