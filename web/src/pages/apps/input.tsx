import { useWords } from '../../i18n/language'
import { Area, Choice, Field, Segmented, Switch } from '../../ui/field'
import { type Draft, type Input, get, put, tokenKind } from './spec'
import { appWords } from './words'

/** SettingInput is the field of one setting. A secret is typed blind, and left empty stays as it is. */
export function SettingInput({ input, draft, isSet, error, onChange }: { input: Input; draft: Draft; isSet: boolean; error?: string; onChange: (draft: Draft) => void }) {
  const t = useWords(appWords)
  const value = get(draft, input.path) ?? input.absent
  const set = (next: unknown) => onChange(put(draft, input.path, next))
  const label = t[input.label] as string
  const hint = input.hint ? (t[input.hint] as string) : undefined
  const text = typeof value === 'string' ? value : ''
  switch (input.kind) {
    case 'switch':
      return <div className="flex h-8 items-center"><Switch label={label} checked={value === true} onChange={set} /></div>
    case 'list':
      return <Area label={label} hint={hint ?? t.perLine} error={error} rows={2} value={Array.isArray(value) ? value.join('\n') : ''} onChange={(e) => set(e.target.value.split('\n'))} />
    case 'choice':
      return <Choice label={label} hint={hint} error={error} value={text} onChange={(e) => set(e.target.value)}>{input.options?.map((one) => <option key={one} value={one}>{one || '—'}</option>)}</Choice>
    case 'number':
      return <Field label={label} hint={hint} error={error} type="number" value={typeof value === 'number' ? value : 0} onChange={(e) => set(Number.parseInt(e.target.value, 10) || 0)} />
    case 'secret':
      return <Field label={label} hint={isSet ? t.keep : hint} error={error} type="password" autoComplete="new-password" placeholder={isSet ? '••••••••' : ''} value={text} onChange={(e) => set(e.target.value)} />
    case 'token':
      return <TokenKind label={label} draft={draft} onChange={onChange} />
    default:
      return <Field label={label} hint={hint} error={error} inputMode={input.kind === 'url' ? 'url' : undefined} spellCheck={false} value={text} onChange={(e) => set(e.target.value)} />
  }
}

function TokenKind({ label, draft, onChange }: { label: string; draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useWords(appWords)
  return (
    <div className="flex flex-col gap-1 min-[1240px]:col-span-2">
      <span className="text-label text-ink-2">{label}</span>
      <span>
        <Segmented
          label={label} value={tokenKind(draft)} options={[{ value: 'jwt', label: t.jwt }, { value: 'introspect', label: t.introspect }]}
          onChange={(kind) => onChange({ ...draft, token: kind === 'jwt' ? { jwt: { alg: 'HS256' } } : { introspect: { url: '' } } })}
        />
      </span>
    </div>
  )
}
