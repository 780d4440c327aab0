import { type FormEvent, useId, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { api, must, onceKey } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button, CopyButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Failed, Loading, Note } from '../../ui/states'
import { ui } from '../../ui/words'
import { QR } from './qr'
import { useRefusal } from './refusal'
import { settingsWords } from './words'

/** Enrol begins a second factor and proves it by a code. Until then it counts for nothing. */
export function Enrol({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: string[]) => void }) {
  const t = useWords(settingsWords)
  const common = useWords(ui)
  const id = useId()
  const refusal = useRefusal()
  const [code, setCode] = useState('')
  // Asked for once each time that this opens: another question would make another secret.
  const enrolment = useQuery({
    queryKey: ['enrol', id], staleTime: 'static', gcTime: 0, retry: false, refetchOnWindowFocus: false,
    queryFn: () => must(api.POST('/staff/me/totp', { params: { header: { 'Idempotency-Key': onceKey() } } })),
  })
  const { run, busy, error } = useAct(
    (body: { code: string }, key) => must(api.POST('/staff/me/totp/confirm', { body, params: { header: { 'Idempotency-Key': key } } })),
    (made) => onCodes(made.recovery_codes),
  )
  const refused = refusal(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run({ code: code.replace(/\s/g, '') })
  }
  const { data } = enrolment
  return (
    <Dialog title={t.enrolTitle} onClose={onClose} foot={<><Button onClick={onClose}>{common.cancel}</Button><Button type="submit" form={id} look="accent" disabled={busy || !data}>{t.confirm}</Button></>}>
      {enrolment.isPending && <Loading rows={4} />}
      {enrolment.error && <Failed error={enrolment.error} again={() => void enrolment.refetch()} />}
      {data && (
        <form id={id} onSubmit={submit} className="flex flex-col gap-4">
          <p className="text-ui text-ink-2">{t.enrolHow}</p>
          <QR text={data.url} label={t.enrolTitle} />
          <div className="flex flex-col gap-1">
            <span className="text-label text-ink-2">{t.secret}</span>
            <div className="flex items-center gap-2 rounded-control border border-line bg-sunken py-1.5 pr-1.5 pl-3">
              <code className="min-w-0 flex-1 font-mono text-ui break-all select-all">{data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
              <CopyButton text={data.secret} />
            </div>
            <p className="flex items-center justify-between gap-2 text-label text-ink-3">
              {t.secretOnce}
              <a href={data.url} className="inline-flex items-center gap-1 text-accent underline underline-offset-2">{t.openApp}<ExternalLink size={12} aria-hidden="true" /></a>
            </p>
          </div>
          <Field label={t.code} inputMode="numeric" autoComplete="one-time-code" pattern="[0-9 ]{6,8}" required maxLength={8} value={code} error={refused?.field === 'code' ? refused.text : undefined} onChange={(e) => setCode(e.target.value)} />
          {refused && refused.field !== 'code' && <Note tone="danger">{refused.text}</Note>}
        </form>
      )}
    </Dialog>
  )
}
