import { type ChangeEvent, useRef, useState } from 'react'
import { FileUp } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Area, Choice } from '../../ui/field'
import { inSentence } from '../../ui/foreign'
import { Progress } from '../../ui/progress'
import { Note, useReason } from '../../ui/states'
import { type Action, type ImportInput, type Mode, type WordList, actions, categories, importTerms, modes } from './calls'
import { Preview } from './preview'
import { useSend } from './send'
import { wordWords } from './words'

/** What the server takes, less what surrounds it. */
const most = 7_500_000

/** ImportDialog checks a file first and says what it would do. What is changed after the check is checked again. */
export function ImportDialog({ list, onClose, onTold }: { list: WordList; onClose: () => void; onTold: (text: string) => void }) {
  const t = useWords(wordWords)
  const terms = useTerms()
  const reason = useReason()
  const [text, setText] = useState('')
  const [category, setCategory] = useState('ad')
  const [action, setAction] = useState<Action>('review')
  const [mode, setMode] = useState<Mode>('word')
  const [skipBad, setSkipBad] = useState(false)
  const [large, setLarge] = useState(false)
  const check = useAct((input: ImportInput, key) => importTerms(list.id, input, key))
  const put = useSend(list.id, (sent) => {
    onTold(t.importDone(count(sent.added), count(sent.updated)))
    onClose()
  })
  const running = put.phase === 'running'
  const anew = <V,>(set: (value: V) => void) => (value: V) => { set(value); check.reset(); put.reset() }
  const input = (dry: boolean): ImportInput => ({ text, category, action, mode, skipBad: skipBad || dry, dry })
  const seen = check.result
  const ready = seen && (seen.bad_lines === 0 || skipBad) && seen.added + seen.updated > 0
  const close = running ? put.stop : onClose
  const foot = (
    <>
      <Button onClick={close}>{running ? t.stop : t.cancel}</Button>
      <Button look={ready ? 'plain' : 'accent'} disabled={check.busy || running || text.trim() === '' || large} onClick={() => check.run(input(true))}>{check.busy ? t.checking : t.check}</Button>
      <Button look="accent" disabled={!ready || running || check.busy} onClick={() => put.run(input(false))}>{t.importNow}</Button>
    </>
  )
  return (
    <Dialog title={t.importTitle(inSentence(list.name, 20))} onClose={close} foot={foot} wide>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{t.importNote}</p>
        <fieldset disabled={running} className="flex min-w-0 flex-col gap-3">
          <Area label={t.paste} rows={8} spellCheck={false} value={text} className="font-mono" error={large ? t.tooLarge : undefined} onChange={(e) => { anew(setText)(e.target.value); setLarge(new Blob([e.target.value]).size > most) }} />
          <div className="flex flex-wrap items-end gap-2">
            <FromFile onText={(all) => { setLarge(all === null); anew(setText)(all ?? '') }} />
            <span className="ml-auto self-center text-label text-ink-2">{t.defaults}</span>
            <div className="w-[124px]"><Choice label={t.category} quiet value={category} onChange={(e) => anew(setCategory)(e.target.value)}>{categories.map((one) => <option key={one} value={one}>{terms.label(one)}</option>)}</Choice></div>
            <div className="w-[112px]"><Choice label={t.action} quiet value={action} disabled={mode === 'allow'} onChange={(e) => anew(setAction)(e.target.value as Action)}>{actions.map((one) => <option key={one} value={one}>{t[one]}</option>)}</Choice></div>
            <div className="w-[124px]"><Choice label={t.mode} quiet value={mode} onChange={(e) => anew(setMode)(e.target.value as Mode)}>{modes.map((one) => <option key={one} value={one}>{t[one]}</option>)}</Choice></div>
          </div>
        </fieldset>
        {check.error && <Note tone="danger">{reason(check.error)}</Note>}
        {check.busy && <Progress label={t.checking} done={0} of={0} />}
        <Sending put={put} />
        {seen && <Preview seen={seen} skipBad={skipBad} onSkipBad={setSkipBad} />}
      </div>
    </Dialog>
  )
}

/** Sending is how far the import has come, and where it ended when it did not come through. */
function Sending({ put: { phase, sent, error } }: { put: ReturnType<typeof useSend> }) {
  const t = useWords(wordWords)
  const reason = useReason()
  if (phase === 'idle') return null
  const far = t.sentLines(count(sent.lines), count(sent.of))
  if (phase === 'running') return <div className="flex flex-col gap-1.5"><Progress label={t.importing} done={sent.lines} of={sent.of} /><p role="status" className="text-label text-ink-2">{far}</p></div>
  return <Note tone={phase === 'failed' ? 'danger' : 'warn'}>{phase === 'failed' ? `${reason(error)}。` : ''}{t.notAll(far)}</Note>
}

/** FromFile reads a file into the text; null where it is too large. */
function FromFile({ onText }: { onText: (text: string | null) => void }) {
  const t = useWords(wordWords)
  const field = useRef<HTMLInputElement>(null)
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = '' // the same file may be chosen again
    if (file) onText(file.size > most ? null : await file.text())
  }
  return (
    <>
      <input ref={field} type="file" accept=".txt,.csv,text/plain,text/csv" tabIndex={-1} aria-label={t.file} className="hidden" onChange={(e) => void read(e)} />
      <Button icon={<FileUp size={14} />} onClick={() => field.current?.click()}>{t.file}</Button>
    </>
  )
}
