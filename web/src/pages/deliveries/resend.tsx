import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { api, asProblem, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useAct } from '../../ui/act'
import { Switch } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import type { pickOf } from './filters'
import { deliveryWords } from './words'

/** ResendOne sends what was given up again. What a later decision has overtaken asks once more. */
export function ResendOne({ id }: { id: number }) {
  const t = useWords(deliveryWords)
  const reason = useReason()
  const resend = useAct((input: { overtaken?: boolean }, key) => must(api.POST('/deliveries/{id}/resend', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: input })))
  const overtaken = resend.error !== null && asProblem(resend.error).code === 'overtaken'
  return (
    <div className="flex flex-col gap-2">
      {overtaken && <Note tone="warn">{t.overtakenNote}</Note>}
      {resend.error && !overtaken && <Note tone="danger">{reason(resend.error)}</Note>}
      {overtaken
        ? <Button look="danger" disabled={resend.busy} onClick={() => resend.run({ overtaken: true })}>{t.anyway}</Button>
        : <Button look="accent" icon={<RotateCw size={14} />} disabled={resend.busy} onClick={() => resend.run({})}>{t.resend}</Button>}
    </div>
  )
}

/** ResendDialog counts first and resends then. */
export function ResendDialog({ filter, onClose }: { filter: ReturnType<typeof pickOf>; onClose: () => void }) {
  const t = useWords(deliveryWords)
  const reason = useReason()
  const [overtaken, setOvertaken] = useState(false)
  const counted = useQuery({
    queryKey: ['resend', filter], gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false,
    queryFn: () => must(api.POST('/deliveries/resend', { body: { filter, dry_run: true } })),
  })
  const resend = useAct((input: { overtaken: boolean; already: number }, key) => must(api.POST('/deliveries/resend', { params: { header: { 'Idempotency-Key': key } }, body: { filter, overtaken: input.overtaken } })))
  const number = counted.data?.count ?? 0
  const foot = resend.result && !resend.result.more
    ? <Button onClick={onClose}>{t.close}</Button>
    : (
      <>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button look="accent" disabled={number === 0 || resend.busy || counted.isFetching} onClick={() => resend.run({ overtaken, already: resend.result?.resent ?? 0 })}>{t.confirm(count(number))}</Button>
      </>
    )
  return (
    <Dialog title={t.resendTitle} onClose={onClose} foot={foot}>
      <div className="flex flex-col gap-4" aria-live="polite">
        {counted.isPending && <p className="text-ui text-ink-3">{t.counting}</p>}
        {counted.error && <Note tone="danger">{reason(counted.error)}</Note>}
        {counted.data && !resend.result && <p className="text-ui">{number === 0 ? t.nothing : t.willResend(count(number))}</p>}
        {number > 0 && !resend.result && (
          <div className="flex flex-col gap-1">
            <Switch label={t.overtaken} checked={overtaken} onChange={setOvertaken} />
            <p className="text-label text-ink-3">{t.overtakenHint}</p>
          </div>
        )}
        {resend.result && <Note tone="ok">{[t.resent(count(resend.result.resent)), resend.result.overtaken > 0 && t.overtakenCount(count(resend.result.overtaken)), resend.result.more && t.more].filter(Boolean).join(' ')}</Note>}
        {resend.error && <Note tone="danger">{reason(resend.error)}</Note>}
      </div>
    </Dialog>
  )
}
