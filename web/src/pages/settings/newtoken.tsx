import { type FormEvent, useId, useState } from 'react'
import { type Schemas, api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button, CopyButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field, Segmented } from '../../ui/field'
import { Note, useReason } from '../../ui/states'
import { ui } from '../../ui/words'
import { type Scope, scopeWords, scopes } from './scopes'
import { settingsWords } from './words'

const day = 24 * 3_600_000

/** MakeToken makes a token, and shows it once. */
export function MakeToken({ onClose }: { onClose: () => void }) {
  const t = useWords(settingsWords)
  const names = useWords(scopeWords)
  const common = useWords(ui)
  const reason = useReason()
  const { may } = useSession()
  const id = useId()
  const [label, setLabel] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>([])
  const [days, setDays] = useState(90)
  const [missing, setMissing] = useState(false)
  const { run, busy, error, result } = useAct((body: Schemas['CreateTokenInputBody'], key) => must(api.POST('/tokens', { body, params: { header: { 'Idempotency-Key': key } } })))
  if (result) return <Made plaintext={result.plaintext} onClose={onClose} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(chosen.length === 0)
    if (chosen.length > 0) run({ label: label.trim(), scopes: [...chosen], ...(days > 0 ? { until: new Date(Math.ceil(Date.now() / day + days) * day).toISOString() } : {}) })
  }
  return (
    <Dialog title={t.newToken} onClose={onClose} foot={<><Button onClick={onClose}>{common.cancel}</Button><Button type="submit" form={id} look="accent" disabled={busy}>{t.make}</Button></>}>
      <form id={id} onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.label} placeholder={t.labelHint} required maxLength={128} dir="auto" value={label} onChange={(e) => setLabel(e.target.value)} />
        <fieldset aria-describedby={missing ? `${id}-missing` : undefined}>
          <legend className="pb-1 text-label text-ink-2">{t.scopes}</legend>
          <div className="flex flex-col rounded-control border border-line">
            {(Object.keys(scopes) as Scope[]).filter((scope) => may(scopes[scope])).map((scope) => (
              <label key={scope} className="flex h-8 cursor-pointer items-center gap-2.5 border-b border-line px-2.5 last:border-b-0 hover:bg-hover">
                <input type="checkbox" checked={chosen.includes(scope)} onChange={(e) => setChosen(e.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))} className="size-4 accent-accent-solid" />
                <span className="flex-1 text-ui">{names[scope]}</span>
                <code className="font-mono text-meta text-ink-3">{scope}</code>
              </label>
            ))}
          </div>
          {missing && <p id={`${id}-missing`} role="alert" className="pt-1 text-label text-danger">{t.needScope}</p>}
        </fieldset>
        <div className="flex flex-col items-start gap-1">
          <span className="text-label text-ink-2">{t.validFor}</span>
          <Segmented label={t.validFor} options={[...[30, 90, 365].map((value) => ({ value, label: t.days(value) })), { value: 0, label: t.forever }]} value={days} onChange={setDays} />
        </div>
        {error && <Note tone="danger">{reason(error)}</Note>}
      </form>
    </Dialog>
  )
}

function Made({ plaintext, onClose }: { plaintext: string; onClose: () => void }) {
  const t = useWords(settingsWords)
  return (
    <Dialog title={t.made} onClose={onClose} foot={<Button look="accent" onClick={onClose}>{t.done}</Button>}>
      <p className="pb-3 text-ui text-ink-2">{t.madeNote}</p>
      <div className="flex items-center gap-2 rounded-control border border-line bg-sunken py-2 pr-2 pl-3">
        <code className="min-w-0 flex-1 font-mono text-ui break-all select-all">{plaintext}</code>
        <CopyButton text={plaintext} size="m" />
      </div>
    </Dialog>
  )
}
