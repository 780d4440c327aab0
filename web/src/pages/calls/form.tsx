import { useState } from 'react'
import { api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useLanguage, useWords } from '../../i18n/language'
import { lasting } from '../../i18n/when'
import { useLabelName } from '../../review/evidence/labels'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Section } from '../../ui/facts'
import { Choice, Field, Switch } from '../../ui/field'
import { Saves } from '../../ui/saves'
import { Tag } from '../../ui/tag'
import { whole } from '../thresholds/draft'
import { type Doing, type Draft, type Level, type Policy, bodyOf, chosen, doingAt, draftOf, labelsOf, lengthsOf, levels, mostDays } from './policy'
import { callWords } from './words'

/** PolicyForm changes what becomes of evidence from an app's calls, and how long it is kept. */
export function PolicyForm({ app, stored, told, onTold }: { app: string; stored: Policy; told: boolean; onTold: (told: boolean) => void }) {
  const t = useWords(callWords)
  const { may } = useSession()
  const [draft, setDraft] = useState<Draft>(() => draftOf(stored))
  const [added, setAdded] = useState<number[]>([])
  const editable = may('administer')
  const body = bodyOf(draft)
  const save = useAct((input: NonNullable<typeof body>) => must(api.PUT('/apps/{id}/evidence', { params: { path: { id: app } }, body: input })), () => onTold(true))
  const change = (next: Draft) => {
    onTold(false)
    setDraft(next)
  }
  const labels = labelsOf(stored, draft, added)
  const names: Record<Level, string> = { 0: t.any, 1: t.suspicious, 2: t.certain }
  return (
    <Saves body={body} changed={JSON.stringify(draft) !== JSON.stringify(draftOf(stored))} editable={editable} told={told} save={save} onDiscard={() => change(draftOf(stored))}>
      <Section title={t.acts}>
        <p className="max-w-[60em] pb-3 text-label text-ink-2">{t.actsNote}</p>
        <table aria-label={t.acts} className="w-full max-w-[960px] table-fixed border-collapse text-ui">
          <thead>
            <tr className="text-left text-label text-ink-3">
              <th scope="col" className="h-8 w-[28%] border-b border-line font-medium">{t.label}</th>
              {levels.map((level) => <th key={level} scope="col" className="h-8 border-b border-line px-2 font-medium">{names[level]}</th>)}
            </tr>
          </thead>
          <tbody>
            {labels.map((label) => (
              <tr key={label} className="border-b border-line">
                <LabelName policy={stored} label={label} />
                {levels.map((level) => <Cell key={level} policy={stored} draft={draft} label={label} level={level} levelName={names[level]} editable={editable} onChange={(what) => change(chosen(draft, label, level, what))} />)}
              </tr>
            ))}
          </tbody>
        </table>
        {editable && <AddLabel onAdd={(label) => setAdded((all) => [...all, label])} />}
      </Section>
      <Section title={t.keeping}>
        <div className="flex flex-col gap-4">
          <div className="max-w-80"><Field label={t.keep} hint={t.keepNote} error={whole(draft.days, mostDays) === null ? t.badDays : undefined} type="number" min={1} max={mostDays} disabled={!editable} value={draft.days} onChange={(e) => change({ ...draft, days: e.target.value })} /></div>
          <div>
            <div className="flex h-8 items-center"><Switch label={t.submit} checked={draft.submit} disabled={!editable} onChange={(submit) => change({ ...draft, submit })} /></div>
            <p className="text-label text-ink-2">{t.submitNote}</p>
          </div>
        </div>
      </Section>
    </Saves>
  )
}

function LabelName({ policy, label }: { policy: Policy; label: number }) {
  const t = useWords(callWords)
  const nameOf = useLabelName()
  const known = policy.labels.find((one) => one.label === label)
  return (
    <th scope="row" className="h-11 pr-2 text-left font-normal">
      <span className="flex min-w-0 items-center gap-2"><span className="foreign-line">{nameOf({ label, name: known?.name ?? '' })}</span>{known && <span className="text-label text-ink-3">{label}</span>}{known?.urgent && <Tag tone="danger">{t.urgent}</Tag>}</span>
    </th>
  )
}

/** Cell is what becomes of a label at a level. A level that says nothing of its own follows any. */
function Cell({ policy, draft, label, level, levelName, editable, onChange }: { policy: Policy; draft: Draft; label: number; level: Level; levelName: string; editable: boolean; onChange: (what: Doing) => void }) {
  const t = useWords(callWords)
  const language = useLanguage()
  const nameOf = useLabelName()
  const now = doingAt(draft, label, level)
  const name = policy.labels.find((one) => one.label === label)?.name ?? ''
  return (
    <td className="px-2 py-1">
      <Choice quiet label={t.cell(nameOf({ label, name }), levelName)} disabled={!editable} value={now} className={now === '' ? 'text-ink-3!' : now !== 'ask' ? 'font-medium' : ''} onChange={(e) => onChange(e.target.value as Doing)}>
        {level !== 0 && <option value="">{t.asAny}</option>}
        <option value="ask">{t.ask}</option>
        <option value="warn">{t.warn}</option>
        {lengthsOf(policy, now).map((minutes) => <option key={minutes} value={`kick:${minutes}`}>{t.kick(lasting(minutes < 0 ? -1 : minutes / 60, language))}</option>)}
        <option value="close">{t.close}</option>
      </Choice>
    </td>
  )
}

/** AddLabel makes a row for a label that the contract does not name. */
function AddLabel({ onAdd }: { onAdd: (label: number) => void }) {
  const t = useWords(callWords)
  const [typed, setTyped] = useState('')
  const label = whole(typed, 9_999_999)
  return (
    <div className="flex max-w-80 items-end gap-2 pt-3">
      <div className="flex-1"><Field label={t.addNote} inputMode="numeric" maxLength={7} value={typed} onChange={(e) => setTyped(e.target.value)} /></div>
      <Button disabled={label === null} aria-label={t.add} onClick={() => { if (label !== null) { onAdd(label); setTyped('') } }}>{t.addButton}</Button>
    </div>
  )
}
