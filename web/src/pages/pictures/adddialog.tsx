import { useState } from 'react'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Choice, Field } from '../../ui/field'
import { Note } from '../../ui/states'
import { addEntry, useBanks } from './calls'
import { useRefused } from './refused'
import { pictureWords } from './words'

export interface Which {
  app: string
  caseID: number
  /** Which of the case's messages. */
  n: number
}

/** AddDialog puts a picture of a case into a bank. */
export function AddDialog({ app, caseID, n, onClose }: Which & { onClose: () => void }) {
  const t = useWords(pictureWords)
  const refusedBecause = useRefused()
  const all = useBanks()
  const banks = (all.data?.items ?? []).filter((bank) => bank.app === '' || bank.app === app)
  const [chosen, setChosen] = useState('')
  const [note, setNote] = useState('')
  const bank = Number(chosen || banks[0]?.id || 0)
  const add = useAct((input: { bank: number; note: string }, key) => addEntry(input.bank, { case_id: caseID, n, note: input.note || undefined }, key))
  const foot = add.result
    ? <Button look="accent" onClick={onClose}>{t.close}</Button>
    : <><Button onClick={onClose}>{t.cancel}</Button><Button look="accent" disabled={bank === 0 || add.busy} onClick={() => add.run({ bank, note: note.trim() })}>{t.add}</Button></>
  return (
    <Dialog title={t.addTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-4">
        {add.result ? <Note tone="ok">{t.addedOne}</Note> : (
          <>
            {all.data && banks.length === 0 && <Note tone="warn">{t.noBanks}</Note>}
            {banks.length > 0 && <Choice label={t.bank} hint={t.addNote} value={String(bank)} onChange={(e) => setChosen(e.target.value)}>{banks.map((one) => <option key={one.id} value={one.id}>{`${one.name} · ${t[one.kind]}`}</option>)}</Choice>}
            <Field label={t.notes} maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
            {(add.error || all.error) && <Note tone="danger">{refusedBecause(add.error ?? all.error)}</Note>}
          </>
        )}
      </div>
    </Dialog>
  )
}
