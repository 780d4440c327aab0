import { useState } from 'react'
import { Undo2 } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { inSentence } from '../../ui/foreign'
import type { Reversible } from './calls'
import { ReversalPanel } from './panel'
import { reversalWords } from './words'

/** ReversalDialog is the panel by itself, before a page. Name is what people call the cause. */
export function ReversalDialog({ name, onClose, ...what }: Reversible & { name: string; onClose: () => void }) {
  const t = useWords(reversalWords)
  return <Dialog wide title={t.title(inSentence(name, 30))} onClose={onClose}><ReversalPanel {...what} /></Dialog>
}

/** ReverseButton opens it, for those who may. */
export function ReverseButton({ name, ...what }: Reversible & { name: string }) {
  const t = useWords(reversalWords)
  const { may } = useSession()
  const [open, setOpen] = useState(false)
  if (!may('senior')) return null
  return (
    <>
      <Button size="s" icon={<Undo2 size={14} />} className="hidden lg:inline-flex" onClick={() => setOpen(true)}>{t.undo}</Button>
      {open && <ReversalDialog name={name} {...what} onClose={() => setOpen(false)} />}
    </>
  )
}
