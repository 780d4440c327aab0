import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '../src/i18n/language'
import { page } from './words'

const reasons = [[1, 'porn'], [2, 'ad'], [3, 'sensitive']] as const

export function Report({ name, close, submit }: { name: string; close: () => void; submit: (type: number, memo: string) => void }) {
  const w = useWords(page)
  const sheet = useRef<HTMLDialogElement>(null)
  const [type, setType] = useState(0)
  const [memo, setMemo] = useState('')
  useEffect(() => { sheet.current?.showModal() }, [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    submit(type, memo)
    close()
  }
  return (
    <dialog ref={sheet} className="sheet" aria-labelledby="report-title" onClose={close}>
      <form onSubmit={send}>
        <h2 id="report-title">{w.reportTitle(name)}</h2>
        <p className="quiet">{w.reportHint}</p>
        <fieldset>
          {reasons.map(([value, word]) => <label key={value}><input type="radio" name="type" value={value} checked={type === value} onChange={() => setType(value)} required />{w[word]}</label>)}
        </fieldset>
        <textarea value={memo} onChange={(event) => setMemo(event.target.value)} placeholder={w.memo} aria-label={w.memo} maxLength={200} rows={2} />
        <footer><button type="button" className="plain" onClick={close}>{w.close}</button><button type="submit" className="wide" disabled={type === 0}>{w.submit}</button></footer>
      </form>
    </dialog>
  )
}
