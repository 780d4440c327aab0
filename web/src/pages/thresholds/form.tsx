import { useState } from 'react'
import { api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Section } from '../../ui/facts'
import { Saves } from '../../ui/saves'
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
  const body = bodyOf(draft)
  const save = useAct((input: NonNullable<typeof body>) => must(api.PUT('/apps/{id}/audit', { params: { path: { id: app } }, body: input })), () => onTold(true))
  const mine = own(draft.set)
  const tried = mine && inForce(stored, mine)
  const differs = tried !== null && JSON.stringify(tried) !== JSON.stringify(inForce(stored, stored.thresholds))
  const set = { draft, stored, editable, onChange: change }
  return (
    <div className="grid min-h-full grid-cols-1 min-[1180px]:grid-cols-[minmax(0,1fr)_minmax(360px,42%)]">
      <Saves body={body} changed={JSON.stringify(draft) !== JSON.stringify(draftOf(stored))} editable={editable} told={told} save={save} onDiscard={() => change(draftOf(stored))}>
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
