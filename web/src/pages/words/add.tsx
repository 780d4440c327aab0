import { type FormEvent, useState } from 'react'
import { History, Plus } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Choice, Field } from '../../ui/field'
import { inSentence } from '../../ui/foreign'
import { useReason } from '../../ui/states'
import { type Action, type Mode, type WordList, actions, categories, modes, putTerm } from './calls'
import { TryTerm } from './tryterm'
import { wordWords } from './words'
import { useWrong } from './wrong'

/** AddTerm adds one term after the other, with what was chosen for the last. */
export function AddTerm({ list, onTold }: { list: WordList; onTold: (text: string) => void }) {
  const t = useWords(wordWords)
  const terms = useTerms()
  const reason = useReason()
  const says = useWrong()
  const [text, setText] = useState('')
  const [category, setCategory] = useState<string>('ad')
  const [action, setAction] = useState<Action>('review')
  const [mode, setMode] = useState<Mode>('word')
  const add = useAct(
    (term: { text: string; category: string; action: Action; mode: Mode }, key) => putTerm(list.id, term, key),
    (counts, term) => {
      const shown = inSentence(term.text)
      onTold(counts.added > 0 ? t.added(shown) : counts.updated > 0 ? t.updated(shown) : t.unchanged(shown))
      setText('')
    },
  )
  const [trying, setTrying] = useState(false)
  const term = { text: text.trim(), category, action, mode }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') add.run(term)
  }
  const wrong = add.error && (asProblem(add.error).status === 400 ? says(asProblem(add.error).field) : reason(add.error))
  return (
    <>
      <form onSubmit={submit} className="hidden shrink-0 items-start gap-2 border-b border-line bg-sunken px-4 py-2 lg:flex">
        <div className="min-w-0 flex-1"><Field label={t.newTerm} quiet placeholder={t.newTerm} maxLength={170} autoComplete="off" value={text} hint={t.addHint} error={wrong || undefined} onChange={(e) => { setText(e.target.value); if (add.error) add.reset() }} /></div>
        <div className="w-[124px]"><Choice label={t.category} quiet value={category} onChange={(e) => setCategory(e.target.value)}>{categories.map((one) => <option key={one} value={one}>{terms.label(one)}</option>)}</Choice></div>
        <div className="w-[112px]"><Choice label={t.action} quiet value={action} disabled={mode === 'allow'} onChange={(e) => setAction(e.target.value as Action)}>{actions.map((one) => <option key={one} value={one}>{t[one]}</option>)}</Choice></div>
        <div className="w-[124px]"><Choice label={t.mode} quiet value={mode} onChange={(e) => setMode(e.target.value as Mode)}>{modes.map((one) => <option key={one} value={one}>{t[one]}</option>)}</Choice></div>
        <Button icon={<History size={14} />} disabled={text.trim() === ''} onClick={() => setTrying(true)}>{t.tryFirst}</Button>
        <Button type="submit" icon={<Plus size={14} />} disabled={add.busy || text.trim() === ''}>{t.add}</Button>
      </form>
      {trying && <TryTerm list={list} term={term} onClose={() => setTrying(false)} onAdd={() => { setTrying(false); add.run(term) }} />}
    </>
  )
}
