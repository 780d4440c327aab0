import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { HoldButton } from '../../ui/holdbutton'
import { Tag } from '../../ui/tag'
import { type Batch, tally } from './batch'
import { albumWords } from './words'

/** ConfirmBatch asks again before most of a batch is punished. */
export function ConfirmBatch({ batch, onClose, onSubmit }: { batch: Batch; onClose: () => void; onSubmit: () => void }) {
  const t = useWords(albumWords)
  const terms = useTerms()
  const { passed, marked, labels } = tally(batch)
  return (
    <Dialog title={t.sureTitle} onClose={onClose} foot={<><Button onClick={onClose}>{t.back}</Button><HoldButton onHeld={onSubmit}>{t.holdSubmit}</HoldButton></>}>
      <p className="pb-3 text-ui text-ink-2">{t.sure(marked, passed + marked)}</p>
      <div className="flex flex-wrap gap-1.5">
        {[...labels].map(([label, number]) => <Tag key={label} tone="danger">{`${terms.label(label)} × ${number}`}</Tag>)}
      </div>
    </Dialog>
  )
}
