import { useEffect, useRef } from 'react'
import { Phone, PhoneOff, Video } from 'lucide-react'
import { useWords } from '../src/i18n/language'
import type { Calling } from './calls'
import { Face } from './face'
import type { Party } from './party'
import { page } from './words'

/** Ring is the sheet of who calls. */
export function Ring({ party, call }: { party: Party; call: Calling }) {
  const w = useWords(page)
  const sheet = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    sheet.current?.showModal()
    sheet.current?.focus() // and no button: who is writing just now answers nothing by Enter
  }, [])
  const name = party.nameOf(call.other)
  return (
    <dialog ref={sheet} tabIndex={-1} className="ring" role="alertdialog" aria-labelledby="ring-name" aria-describedby="ring-what" onCancel={(event) => event.preventDefault()}>
      <div className="waves" aria-hidden="true"><i /><i /><i /><Face name={name} icon={party.state.known[call.other]?.icon} size="xl" /></div>
      <h2 id="ring-name">{name}</h2>
      <p id="ring-what">{call.kind === 2 ? w.ringingVideo : w.ringingAudio}</p>
      <div className="answers">
        <button type="button" className="answer no" onClick={() => party.hangUp()}><span><PhoneOff size={26} aria-hidden="true" /></span>{w.reject}</button>
        <button type="button" className="answer yes" onClick={() => party.accept()}><span>{call.kind === 2 ? <Video size={26} aria-hidden="true" /> : <Phone size={26} aria-hidden="true" />}</span>{w.accept}</button>
      </div>
    </dialog>
  )
}
