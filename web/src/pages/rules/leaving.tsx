import { useBlocker } from '@tanstack/react-router'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ruleWords } from './words'

/** Leaving asks before a page with unsaved changes is left; another part of the same page is not another page. */
export function Leaving({ dirty }: { dirty: boolean }) {
  const t = useWords(ruleWords)
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty, withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Dialog title={t.leaveTitle} onClose={reset} foot={<><Button onClick={proceed}>{t.leave}</Button><Button look="accent" data-first onClick={reset}>{t.stay}</Button></>}>
      <p className="text-ui text-ink-2">{t.leaveNote}</p>
    </Dialog>
  )
}
