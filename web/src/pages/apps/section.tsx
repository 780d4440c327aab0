import { type ReactNode, useState } from 'react'
import { type Schemas, asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { useAct } from '../../ui/act'
import { Fact, Facts, Section } from '../../ui/facts'
import { ForeignLine } from '../../ui/foreign'
import { Note, useReason } from '../../ui/states'
import { Dot } from '../../ui/tag'
import { SettingInput } from './input'
import { RemoveDialog } from './remove'
import { RotateDialog } from './rotate'
import { type Draft, type Input, get, tokenKind } from './spec'
import { appWords } from './words'

/** SettingsSection shows a part of an app, and changes it. Secrets are only said to be set. */
export function SettingsSection({ title, app, prefix, inputs, stored, secrets, editable, onSave, onRemove, onClose, fresh }: {
  title: string; app: string
  /** What a secret's name begins with, such as uplus. */
  prefix: string
  inputs: readonly Input[]; stored: Draft | undefined; secrets: readonly string[]; editable: boolean
  onSave: (draft: Draft) => Promise<Schemas['AppChange']>; onRemove?: () => Promise<unknown>
  /** A section that is being made begins with its form. */
  fresh?: Draft; onClose?: () => void
}) {
  const t = useWords(appWords)
  const [draft, setDraft] = useState<Draft | null>(fresh ?? null)
  const [removing, setRemoving] = useState(false)
  const close = () => {
    setDraft(null)
    onClose?.()
  }
  const save = useAct((input: Draft) => onSave(input), close)
  const named = (path: string) => (prefix ? `${prefix}.${path}` : path)
  const begin = () => {
    save.reset()
    setDraft(stored ?? (prefix === 'uplus' ? { token: { jwt: { alg: 'HS256' } } } : {}))
  }
  const aside = editable && !draft && (
    <span className="hidden items-center gap-2 lg:flex">
      {stored && onRemove && <Button size="s" look="ghost" onClick={() => setRemoving(true)}>{t.remove}</Button>}
      <Button size="s" onClick={begin}>{stored ? t.edit : t.enable}</Button>
    </span>
  )
  return (
    <Section title={title} aside={<>{save.result && !draft && <span role="status" className="text-ok">{save.result.changes.length > 0 ? t.saved : t.unchanged}</span>}{!stored && !draft && <span>{t.off}</span>}{aside}</>}>
      {draft && <SectionForm inputs={inputs} draft={draft} onChange={setDraft} isSet={(path) => secrets.includes(named(path))} nameOf={named} save={save} onCancel={close} />}
      {!draft && stored && <Values app={app} inputs={inputs} stored={stored} nameOf={named} secrets={secrets} editable={editable} />}
      {removing && onRemove && <RemoveDialog what={title} onRemove={onRemove} onClose={() => setRemoving(false)} />}
    </Section>
  )
}

function SectionForm({ inputs, draft, onChange, isSet, nameOf, save, onCancel }: {
  inputs: readonly Input[]; draft: Draft; onChange: (draft: Draft) => void; isSet: (path: string) => boolean; nameOf: (path: string) => string
  save: { run: (draft: Draft) => void; busy: boolean; error: Error | null }; onCancel: () => void
}) {
  const t = useWords(appWords)
  const reason = useReason()
  const problem = save.error && asProblem(save.error)
  const asked = inputs.filter((input) => !input.when || input.when(draft))
  const errorOf = (path: string) => (problem?.field && ends(problem.field, nameOf(path)) ? problem.message : undefined)
  const placed = asked.some((input) => errorOf(input.path))
  return (
    <form onSubmit={(e) => { e.preventDefault(); save.run(draft) }} className="flex max-w-[960px] flex-col gap-4">
      <div className="grid gap-x-5 gap-y-4 min-[1240px]:grid-cols-2">
        {asked.map((input) => <SettingInput key={input.path} input={input} draft={draft} isSet={isSet(input.path)} error={errorOf(input.path)} onChange={onChange} />)}
      </div>
      {problem && !placed && <Note tone="danger">{problem.field ? `${problem.field}：${problem.message}` : reason(problem)}</Note>}
      <div className="flex gap-2"><Button type="submit" look="accent" disabled={save.busy}>{t.save}</Button><Button onClick={onCancel}>{t.cancel}</Button></div>
    </form>
  )
}

/** ends tells whether the server means this field; it may write the place in a list or the body before it. */
function ends(field: string, name: string): boolean {
  const plain = (text: string) => text.replaceAll(/\[[^\]]*\]/g, '')
  return plain(field) === plain(name) || plain(field).endsWith(`.${plain(name)}`)
}

function Values({ app, inputs, stored, nameOf, secrets, editable }: { app: string; inputs: readonly Input[]; stored: Draft; nameOf: (path: string) => string; secrets: readonly string[]; editable: boolean }) {
  const t = useWords(appWords)
  const [rotating, setRotating] = useState<string | null>(null)
  const shown = inputs.filter((input) => !input.when || input.when(stored))
  const secret = (input: Input) => (
    <span className="flex items-center gap-2">
      <Dot tone={secrets.includes(nameOf(input.path)) ? 'ok' : 'plain'} />
      {secrets.includes(nameOf(input.path)) ? <span>{t.isSet} <span aria-hidden="true" className="text-ink-3">••••••••</span></span> : <span className="text-ink-3">{t.notSet}</span>}
      {editable && input.ours?.(stored) && <Button size="s" look="ghost" className="-my-1 hidden lg:inline-flex" onClick={() => setRotating(nameOf(input.path))}>{secrets.includes(nameOf(input.path)) ? t.rotate : t.make}</Button>}
    </span>
  )
  return (
    <>
      <Facts>{shown.map((input) => <Fact key={input.path} name={t[input.label] as string}>{input.kind === 'secret' ? secret(input) : <Value input={input} stored={stored} />}</Fact>)}</Facts>
      {rotating && <RotateDialog app={app} secret={rotating} onClose={() => setRotating(null)} />}
    </>
  )
}

function Value({ input, stored }: { input: Input; stored: Draft }): ReactNode {
  const t = useWords(appWords)
  const value = get(stored, input.path) ?? input.absent
  if (input.kind === 'token') return tokenKind(stored) === 'jwt' ? t.jwt : t.introspect
  if (input.kind === 'switch') return value === true ? t.yes : t.no
  const text = Array.isArray(value) ? value.join(' · ') : typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  return text === '' ? <span className="text-ink-3">{t[input.unset ?? 'empty'] as string}</span> : <ForeignLine>{text}</ForeignLine>
}
