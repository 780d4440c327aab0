import { useNavigate } from '@tanstack/react-router'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { inSentence } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Note, useReason } from '../../ui/states'
import { type Rule, deleteRule } from './calls'
import { ruleWords } from './words'

/** DeleteRule deletes a rule, after saying what stays. */
export function DeleteRule({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useWords(ruleWords)
  const reason = useReason()
  const navigate = useNavigate()
  const remove = useAct<void, unknown>(() => deleteRule(rule.id), () => void navigate({ to: '/rules', ignoreBlocker: true }))
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <HoldButton onHeld={() => { if (!remove.busy) remove.run() }}>{t.confirmDelete}</HoldButton>
    </>
  )
  return (
    <Dialog title={t.deleteTitle(inSentence(rule.name, 20))} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{t.deleteNote}</p>
        {remove.error && <Note tone="danger">{reason(remove.error)}</Note>}
      </div>
    </Dialog>
  )
}
