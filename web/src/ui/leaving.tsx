import { useBlocker } from '@tanstack/react-router'
import { useWords } from '../i18n/language'
import { words } from '../i18n/words'
import { Button } from './button'
import { Dialog } from './dialog'

const leavingWords = words(
  { title: '放弃未保存的改动？', note: '离开后，没有保存的改动就没有了。', leave: '放弃并离开', stay: '留在这里' },
  { title: 'Drop the unsaved changes?', note: 'What was changed and not saved is lost.', leave: 'Drop and leave', stay: 'Stay here' },
)

/** Leaving asks before a page with unsaved changes is left. What is another page is the path; `part` names what else of the address makes one. */
export function Leaving({ dirty, part = '' }: { dirty: boolean; part?: string }) {
  const t = useWords(leavingWords)
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && (current.pathname !== next.pathname || placeOf(current.search, part) !== placeOf(next.search, part)),
    enableBeforeUnload: dirty, withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Dialog title={t.title} onClose={reset} foot={<><Button onClick={proceed}>{t.leave}</Button><Button look="accent" data-first onClick={reset}>{t.stay}</Button></>}>
      <p className="text-ui text-ink-2">{t.note}</p>
    </Dialog>
  )
}

/** placeOf is what the names, parted by spaces, stand for in an address. */
function placeOf(search: unknown, names: string): string {
  return names.split(' ').map((name) => String((search as Record<string, unknown>)[name])).join(' ')
}
