import { type FormEvent, useState } from 'react'
import { Search, X } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { Button, IconButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { partyWords } from './words'

/** LookUp asks for one user. It asks only when it is told to, for the audit log hears of everybody who was looked up. */
export function LookUp({ user = '', onLook }: { user?: string; onLook: (user: string | undefined) => void }) {
  const t = useWords(partyWords)
  const [text, setText] = useState(user)
  const [shown, setShown] = useState(user)
  // The address changed: what stands in the field follows, and the focus stays in it.
  if (shown !== user) {
    setShown(user)
    setText(user)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onLook(text.trim())
  }
  return (
    <search>
      <form onSubmit={submit} className="flex items-center gap-2">
        <div className="w-52"><Field label={t.user} quiet placeholder={t.user} dir="auto" maxLength={128} autoComplete="off" spellCheck={false} value={text} onChange={(e) => setText(e.target.value)} className="h-7! text-label!" /></div>
        <Button type="submit" size="s" icon={<Search size={13} />} disabled={text.trim() === '' || text.trim() === user}>{t.look}</Button>
        {user !== '' && <IconButton label={t.clear} size="s" onClick={() => onLook(undefined)}><X size={14} /></IconButton>}
      </form>
    </search>
  )
}
