import { type FormEvent, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { asProblem } from '../../../api/client'
import { useWords } from '../../../i18n/language'
import { useAct } from '../../../ui/act'
import { Button, CopyButton } from '../../../ui/button'
import { Dialog } from '../../../ui/dialog'
import { Field } from '../../../ui/field'
import { ForeignLine } from '../../../ui/foreign'
import { Progress } from '../../../ui/progress'
import { Empty, Failed, Loading, Note, useReason } from '../../../ui/states'
import { type Erased, type Whom, countOf, erase } from './calls'
import { type Share, holdsOf, mayErase, namesUser, sharesOf } from './kinds'
import { Shares } from './shares'
import { eraseWords } from './words'

/** EraseDialog says first what there is of somebody and what has to stay, then erases him for who types his id. */
export function EraseDialog({ whom, onClose, onErased }: { whom: Whom; onClose: () => void; onErased: (done: Erased) => void }) {
  const t = useWords(eraseWords)
  const counted = useQuery({ queryKey: ['erasure', whom.app, whom.id], queryFn: ({ signal }) => countOf(whom, signal), staleTime: Infinity, gcTime: 0, retry: false })
  // Nothing is asked for anew: to look at him again would be an entry that names him.
  const act = useAct((reason: string, key) => erase(whom, reason, key), onErased, { refetches: false })
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const ready = mayErase({ reason, typed, user: whom.id }) && !act.busy
  const shares = counted.data && sharesOf(counted.data)
  const asks = shares !== undefined && holdsOf(shares) !== 'nothing'
  const close = () => { if (!act.busy) onClose() }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) act.run(reason.trim())
  }
  const foot = asks
    ? <><Button disabled={act.busy} onClick={close}>{t.cancel}</Button><Button type="submit" form="erase-user" look="danger" disabled={!ready}>{t.erase}</Button></>
    : <Button onClick={close}>{t.close}</Button>
  return (
    <Dialog title={t.title} onClose={close} foot={foot} wide={asks}>
      <form id="erase-user" onSubmit={submit} className="flex flex-col gap-4">
        <p className="flex min-w-0 items-center gap-1"><ForeignLine className="text-[15px] font-semibold">{whom.id}</ForeignLine><CopyButton text={whom.id} /><ForeignLine className="ml-auto max-w-32 text-label text-ink-2">{whom.app}</ForeignLine></p>
        {!shares && (counted.error ? <Failed title={t.notCounted} error={counted.error} again={() => void counted.refetch()} /> : <Counting />)}
        {shares && !asks && <Empty title={t.nothing}>{t.nothingNote}</Empty>}
        {asks && (
          <div className="grid gap-5 lg:grid-cols-2">
            <Counted shares={shares} />
            <div className="flex min-w-0 flex-col gap-4">
              <Stays />
              <Field label={t.reason} required maxLength={500} autoComplete="off" value={reason} disabled={act.busy} hint={t.reasonHint} error={namesUser(reason, whom.id) ? t.reasonNames : undefined} onChange={(e) => setReason(e.target.value)} />
              <Field label={t.typed} required autoComplete="off" spellCheck={false} dir="auto" value={typed} disabled={act.busy} hint={t.typedHint} error={typed.length >= whom.id.length && typed !== whom.id ? t.typedWrong : undefined} onChange={(e) => setTyped(e.target.value)} />
            </div>
          </div>
        )}
        {act.busy && <Erasing />}
        {act.error && <NotErased error={act.error} />}
      </form>
    </Dialog>
  )
}

function Counting() {
  const t = useWords(eraseWords)
  return <><p role="status" className="text-ui text-ink-2">{t.counting}</p><Loading rows={4} /></>
}

function Counted({ shares }: { shares: readonly Share[] }) {
  const t = useWords(eraseWords)
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {holdsOf(shares) === 'log' && <p className="text-ui text-ink-2">{t.onlyLog}</p>}
      <Shares label={t.title} shares={shares} />
    </div>
  )
}

function Stays() {
  const t = useWords(eraseWords)
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-label text-ink-2">{t.stays}</h3>
      <ul className="flex list-disc flex-col gap-1 pl-4 text-ui text-ink-2 marker:text-ink-3">{[t.staysOpen, t.staysCoins, t.staysLog].map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  )
}

function Erasing() {
  const t = useWords(eraseWords)
  return (
    <div role="status" className="flex flex-col gap-1.5">
      <Progress label={t.title} done={0} of={0} />
      <p className="text-label text-ink-2">{t.erasing} {t.erasingNote}</p>
    </div>
  )
}

function NotErased({ error }: { error: unknown }) {
  const t = useWords(eraseWords)
  const reason = useReason()
  return <Note tone="danger">{asProblem(error).passing ? t.broken : reason(error)}</Note>
}
