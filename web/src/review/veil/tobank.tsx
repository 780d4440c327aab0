import { lazy, Suspense, useState } from 'react'
import { Images } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { veilWords } from './words'

// Few pictures go into a bank: what it takes is loaded when one does.
const AddDialog = lazy(() => import('../../pages/pictures/adddialog').then((module) => ({ default: module.AddDialog })))

/** ToBank puts a picture of a case into a bank of known ones, for those who decide cases. Media is where this server has it. */
export function ToBank({ media, app, className }: { media: string; app: string; className?: string }) {
  const t = useWords(veilWords)
  const { may } = useSession()
  const [open, setOpen] = useState(false)
  const [, caseID, n] = /^\/media\/cases\/(\d+)\/(\d+)$/.exec(media) ?? []
  if (!may('decide') || caseID === undefined) return null
  return (
    <>
      <Button size="s" look="ghost" icon={<Images size={14} />} className={className} onMouseDown={(e) => e.preventDefault()} onClick={(e) => { e.stopPropagation(); setOpen(true) }}>{t.toBank}</Button>
      {open && <Suspense><AddDialog app={app} caseID={Number(caseID)} n={Number(n)} onClose={() => setOpen(false)} /></Suspense>}
    </>
  )
}
