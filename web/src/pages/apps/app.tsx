import { useState } from 'react'
import { Plus } from 'lucide-react'
import type { Schemas } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Section } from '../../ui/facts'
import { removePart, saveCredential, savePart } from './save'
import { SettingsSection } from './section'
import { type Draft, general, inputs, protocols, retention, yunjing } from './spec'
import { appWords } from './words'

/** AppSettings is an app with everything that it speaks. */
export function AppSettings({ item }: { item: Schemas['AppItem'] }) {
  const t = useWords(appWords)
  const { may } = useSession()
  const editable = may('administer')
  const { app, secrets } = item
  const shared = { app: app.id ?? '', secrets, editable }
  const basics: Draft = { name: app.name ?? '', hosts: app.hosts ?? [], media_base_url: app.media_base_url ?? '' }
  return (
    <>
      <SettingsSection {...shared} title={t.general} prefix="" inputs={general} stored={basics} onSave={(draft) => savePart(app, 'general', draft)} />
      {editable && <SettingsSection {...shared} title={t.retention} prefix="retention" inputs={retention} stored={(app.retention ?? {}) as Draft} onSave={(draft) => savePart(app, 'retention', draft)} />}
      {!editable && <p className="px-4 py-4 text-ui text-ink-3">{t.onlyAdmins}</p>}
      {editable && protocols.map((protocol) => (
        <SettingsSection
          key={protocol} {...shared} title={t[protocol]} prefix={protocol} inputs={inputs[protocol]} stored={app[protocol] as Draft | undefined}
          onSave={(draft) => savePart(app, protocol, draft)} onRemove={() => removePart(app, protocol)}
        />
      ))}
      {editable && <Credentials item={item} />}
    </>
  )
}

/** Credentials are those of live messages; an app may have several. */
function Credentials({ item: { app, secrets } }: { item: Schemas['AppItem'] }) {
  const t = useWords(appWords)
  const [adding, setAdding] = useState(false)
  const shared = { app: app.id ?? '', secrets, editable: true, inputs: yunjing }
  const all = app.yunjing ?? []
  const add = !adding && <Button size="s" icon={<Plus size={13} />} className="hidden lg:inline-flex" onClick={() => setAdding(true)}>{t.addCredential}</Button>
  return (
    <Section title={t.yunjing} aside={<>{all.length === 0 && !adding && <span>{t.off}</span>}{add}</>} flush>
      <div className="mx-4 mb-4 overflow-hidden rounded-card border border-line empty:hidden">
        {all.map((one) => (
          <SettingsSection
            key={one.app_id} {...shared} title={t.credential(one.app_id ?? '')} prefix={`yunjing[${one.app_id}]`} stored={one as Draft}
            onSave={(draft) => saveCredential(app, one.app_id ?? '', draft)} onRemove={() => saveCredential(app, one.app_id ?? '', null)}
          />
        ))}
        {adding && <SettingsSection {...shared} title={t.newCredential} prefix="yunjing[]" stored={undefined} fresh={{}} onClose={() => setAdding(false)} onSave={(draft) => saveCredential(app, null, draft)} />}
      </div>
    </Section>
  )
}
