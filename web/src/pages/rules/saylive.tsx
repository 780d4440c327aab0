import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { inSentence } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Note, useReason } from '../../ui/states'
import { type Draft, bodyOf } from './draft'
import { useEffectText } from './effect'
import { ruleWords } from './words'

interface Props { title: (name: string) => string; ask: string; hold: string; draft: Draft; busy: boolean; error: unknown; onClose: () => void; onHeld: () => void }

/** SayLive asks before a rule touches what people say: what it would do is said once more, and a button is held. */
export function SayLive({ title, ask, hold, draft, busy, error, onClose, onHeld }: Props) {
  const t = useWords(ruleWords)
  const reason = useReason()
  const text = useEffectText()
  const { name, expression, effect } = bodyOf(draft)
  const foot = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <HoldButton onHeld={() => { if (!busy) onHeld() }}>{hold}</HoldButton>
    </>
  )
  return (
    <Dialog title={title(inSentence(name, 20))} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-3">
        <p className="text-ui text-ink-2">{ask}</p>
        <pre dir="ltr" title={expression} className="foreign line-clamp-6 rounded-control border border-line bg-sunken px-3 py-2 font-mono text-label">{expression}</pre>
        <p className="text-ui font-medium">→ {text(effect)}</p>
        <p className="text-label text-ink-3">{t.untried}</p>
        {error != null && <Note tone="danger">{reason(error)}</Note>}
      </div>
    </Dialog>
  )
}
