import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import type { Reversible } from './calls'
import { ReversalPanel } from './panel'

/** ReversalDialog is the panel by itself, before a page. Name is what people call the cause. */
export function ReversalDialog({ name, onClose, ...what }: Reversible & { name: string; onClose: () => void }) {
  return <Dialog wide title={name} onClose={onClose}><ReversalPanel {...what} /></Dialog>
}

/** ReverseButton opens it, for those who may. */
export function ReverseButton({ name, ...what }: Reversible & { name: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="s" icon={<Undo2 size={14} />} onClick={() => setOpen(true)}>{name}</Button>
      {open && <ReversalDialog name={name} {...what} onClose={() => setOpen(false)} />}
    </>
  )
}
