import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { inSentence } from '../../ui/foreign'
import { ReplayPanel } from '../replay'
import type { Said, WordList } from './calls'
import { wordWords } from './words'

/** TryTerm shows what a term would have done, before it is added. */
export function TryTerm({ list, term, onClose, onAdd }: { list: WordList; term: Said & { text: string }; onClose: () => void; onAdd: () => void }) {
  const t = useWords(wordWords)
  return (
    <Dialog title={t.tryTitle(inSentence(term.text, 20))} onClose={onClose} wide foot={<><Button onClick={onClose}>{t.cancel}</Button><Button look="accent" onClick={onAdd}>{t.addIt}</Button></>}>
      <ReplayPanel app={list.app} change={{ terms: { list: list.id, add: [term] } }} />
    </Dialog>
  )
}
