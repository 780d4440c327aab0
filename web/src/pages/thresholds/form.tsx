import { type FormEvent, type ReactNode, useState } from 'react'
import { api, asProblem, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Section } from '../../ui/facts'
import { Note, useReason } from '../../ui/states'
import { ReplayPanel } from '../replay'
import { DetectorFields } from './detector'
import { type Draft, bodyOf, draftOf } from './draft'
import { Keeping } from './keeping'
import { type Audit, inForce, numbers, own, shares } from './spec'
import { Threshold } from './threshold'
import { thresholdWords } from './words'

/** AuditForm changes how an app's live messages are judged and kept. Changed thresholds can be tried on what was kept before they are saved. */
export function AuditForm({ app, stored, told, onTold }: { app: string; stored: Audit; told: boolean; onTold: (told: boolean) => void }) {
  const t = useWords(thresholdWords)
  const { may } = useSession()
  const [draft, setDraft] = useState<Draft>(() => draftOf(stored))
  const change = (part: Partial<Draft>) => {
    onTold(false)
    setDraft((now) => ({ ...now, ...part }))
  }
  const editable = may('administer')
  const mine = own(draft.set)
  const tried = mine && inForce(stored, mine)
  const differs = tried !== null && JSON.stringify(tried) !== JSON.stringify(inForce(stored, stored.thresholds))
  const set = { draft, stored, editable, onChange: change }
  return (
    <div className="grid min-h-full grid-cols-1 min-[1180px]:grid-cols-[minmax(0,1fr)_minmax(360px,42%)]">
      <Saves app={app} draft={draft} stored={stored} editable={editable} told={told} onSaved={() => onTold(true)} onDiscard={() => change(draftOf(stored))}>
        <Section title={t.judged}>
          <div className="flex flex-col divide-y divide-line">{[...shares, ...numbers].map((name) => <Threshold key={name} name={name} {...set} />)}</div>
        </Section>
        <Section title={t.kept}><Keeping {...set} /></Section>
        <Section title={t.looked}><DetectorFields {...set} /></Section>
      </Saves>
      <aside aria-label={t.trial} className="border-line bg-sunken max-[1180px]:border-t min-[1180px]:border-l">
        <Section title={t.trial}>{tried && differs ? <ReplayPanel app={app} change={{ thresholds: tried }} /> : <p className="text-ui text-ink-2">{t.trialNote}</p>}</Section>
      </aside>
    </div>
  )
}

function Saves({ app, draft, stored, editable, told, onSaved, onDiscard, children }: {
  app: string; draft: Draft; stored: Audit; editable: boolean; told: boolean; onSaved: () => void; onDiscard: () => void; children: ReactNode
}) {
  const t = useWords(thresholdWords)
  const reason = useReason()
  const body = bodyOf(draft)
  const save = useAct((input: NonNullable<typeof body>) => must(api.PUT('/apps/{id}/audit', { params: { path: { id: app } }, body: input })), onSaved)
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(stored))
  const problem = save.error && asProblem(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (body) save.run(body)
  }
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col">
      <div className="flex-1">{children}</div>
      <footer className="sticky bottom-0 flex min-h-14 flex-wrap items-center gap-3 border-t border-line bg-surface px-4 py-2">
        {editable && <span className="hidden gap-2 lg:flex"><Button type="submit" look="accent" disabled={save.busy || !changed || !body}>{t.save}</Button>{changed && <Button onClick={onDiscard}>{t.discard}</Button>}</span>}
        {!editable && <span className="text-label text-ink-3">{t.onlyAdmins}</span>}
        {changed && !body && <span className="text-label text-danger">{t.invalid}</span>}
        {problem && <Note tone="danger">{problem.field ? `${problem.field}：${problem.message}` : reason(problem)}</Note>}
        {told && !changed && <span role="status" className="text-label text-ok">{t.saved}</span>}
      </footer>
    </form>
  )
}
