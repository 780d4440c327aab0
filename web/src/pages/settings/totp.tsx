import { useState } from 'react'
import { ShieldCheck, ShieldOff } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/tag'
import { RecoveryCodes } from './codes'
import { Enrol } from './enrol'
import { Proof } from './proof'
import { settingsWords } from './words'

/** SecondFactor is the log-in's second half: switched on, proved, and switched off again. */
export function SecondFactor() {
  const t = useWords(settingsWords)
  const { me } = useSession()
  const [open, setOpen] = useState<'enrol' | 'disable' | 'renew' | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const on = me.member.totp
  const close = () => setOpen(null)
  return (
    <div className="flex flex-col gap-3">
      <h3 className="flex items-center gap-2 text-ui font-medium">
        {t.totp}
        <Tag tone={on ? 'ok' : 'plain'} icon={on ? <ShieldCheck size={12} aria-hidden="true" /> : <ShieldOff size={12} aria-hidden="true" />}>{on ? t.totpOn : t.totpOff}</Tag>
      </h3>
      <p className="text-label text-ink-2">{t.totpNote}</p>
      {on && <p className={`text-label ${me.recovery_codes < 3 ? 'text-warn' : 'text-ink-2'}`}>{t.codesLeft(me.recovery_codes)}</p>}
      <div className="flex gap-2">
        {on ? <><Button onClick={() => setOpen('renew')}>{t.renewCodes}</Button><Button look="warn" onClick={() => setOpen('disable')}>{t.disable}</Button></> : <Button onClick={() => setOpen('enrol')}>{t.enrol}</Button>}
      </div>
      {open === 'enrol' && <Enrol onClose={close} onCodes={(made) => { close(); setCodes(made) }} />}
      {open === 'disable' && (
        <Proof
          title={t.disableTitle} note={t.disableNote} action={t.disable} danger onClose={close} onDone={close}
          act={async (body, key) => { await api.POST('/staff/me/totp/disable', { body, params: { header: { 'Idempotency-Key': key } } }) }}
        />
      )}
      {open === 'renew' && (
        <Proof<Schemas['RecoveryCodes']>
          title={t.renewTitle} note={t.renewNote} action={t.renew} onClose={close} onDone={(made) => { close(); setCodes(made.recovery_codes) }}
          act={(body, key) => must(api.POST('/staff/me/totp/recovery_codes', { body, params: { header: { 'Idempotency-Key': key } } }))}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </div>
  )
}
