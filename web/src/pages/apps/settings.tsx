import { type FormEvent, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, asProblem, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { useAct } from '../../ui/act'
import { Section } from '../../ui/facts'
import { Field } from '../../ui/field'
import { Failed, Loading, Note, useReason } from '../../ui/states'
import { appWords } from './words'

const kinds = ['messages', 'evidence', 'reports', 'calls'] as const
const periods = (kept: Schemas['Retention']) => kinds.map((kind) => kept[kind] ?? '')

/** GlobalSettings is what holds for all apps. */
export function GlobalSettings() {
  const { data, error, refetch } = useQuery({ queryKey: ['settings'], queryFn: () => must(api.GET('/settings')), refetchOnWindowFocus: false })
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  return <SettingsForm key={`${data.callback_url} ${data.lease_seconds} ${periods(data.retention).join(' ')}`} stored={data} />
}

function SettingsForm({ stored }: { stored: Schemas['ServerSettings'] }) {
  const t = useWords(appWords)
  const reason = useReason()
  const [callback, setCallback] = useState(stored.callback_url)
  const [minutes, setMinutes] = useState(String(stored.lease_seconds / 60))
  const [kept, setKept] = useState(stored.retention)
  const save = useAct((input: Schemas['SettingsChange']) => must(api.PATCH('/settings', { body: input })))
  const lease = Math.round(Number(minutes) * 60)
  const longer = kinds.filter((kind) => (kept[kind] ?? '').trim() !== (stored.retention[kind] ?? ''))
  const change: Schemas['SettingsChange'] = {
    ...(longer.length > 0 && { retention: Object.fromEntries(longer.map((kind) => [kind, (kept[kind] ?? '').trim()])) }),
    ...(callback.trim() !== stored.callback_url && { callback_url: callback.trim() }), ...(lease > 0 && lease !== stored.lease_seconds && { lease_seconds: lease }),
  }
  const isFixed = (name: string) => stored.fixed.includes(name)
  const problem = save.error && asProblem(save.error)
  const errorOf = (name: string) => (problem?.field?.endsWith(name) ? problem.message : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.run(change)
  }
  return (
    <Section title={t.global}>
      <form onSubmit={submit} className="flex max-w-[560px] flex-col gap-4">
        <Field label={t.callback} hint={isFixed('callback_url') ? t.fixed : t.callbackHint} error={errorOf('callback_url')} inputMode="url" spellCheck={false} disabled={isFixed('callback_url')} value={callback} onChange={(e) => setCallback(e.target.value)} />
        <Field label={t.lease} hint={isFixed('lease_seconds') || isFixed('lease') ? t.fixed : t.leaseHint} error={errorOf('lease_seconds')} type="number" min={0.5} step="any" disabled={isFixed('lease_seconds') || isFixed('lease')} value={minutes} onChange={(e) => setMinutes(e.target.value)} />
        <div className="grid grid-cols-2 gap-4">
          {kinds.map((kind) => <Field key={kind} label={t[`f_keep_${kind}`]} hint={isFixed('retention') ? t.fixed : t.h_period} error={errorOf(`retention.${kind}`)} spellCheck={false} disabled={isFixed('retention')} value={kept[kind] ?? ''} onChange={(e) => setKept({ ...kept, [kind]: e.target.value })} />)}
        </div>
        {problem && !errorOf('callback_url') && !errorOf('lease_seconds') && !kinds.some((kind) => errorOf(`retention.${kind}`)) && <Note tone="danger">{reason(problem)}</Note>}
        {save.result && <Note tone="ok">{t.saved}</Note>}
        <div><Button type="submit" look="accent" disabled={save.busy || Object.keys(change).length === 0}>{t.save}</Button></div>
      </form>
    </Section>
  )
}
