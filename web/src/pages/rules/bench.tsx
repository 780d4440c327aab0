import { useState } from 'react'
import { FlaskConical } from 'lucide-react'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { Area, Choice } from '../../ui/field'
import { useRested } from '../../ui/rested'
import { Empty, Failed, Loading } from '../../ui/states'
import { Result } from '../words/result'
import { useTrial } from '../words/trial'
import { ruleWords } from './words'

/** RuleBench shows what would become of a message by the rules as they are saved. */
export function RuleBench({ app, draft }: { app: string; draft: boolean }) {
  const t = useWords(ruleWords)
  const apps = useApps().data?.items ?? []
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const tried = useTrial(app || chosen, useRested(text, 200))
  return (
    <>
      <div className="flex flex-col gap-3 border-b border-line p-4">
        <Area label={t.tryText} dir="auto" rows={3} maxLength={5000} hint={draft ? t.draftBench : t.tryHint} value={text} className="text-evidence!" onChange={(e) => setText(e.target.value)} />
        {app === '' && apps.length > 0 && (
          <div className="w-56">
            <Choice label={t.tryApp} value={chosen} onChange={(e) => setChosen(e.target.value)}>
              <option value="">{t.sharedOnly}</option>
              {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
            </Choice>
          </div>
        )}
      </div>
      <section aria-label={t.result} aria-live="polite" aria-busy={tried.isFetching}>
        {text.trim() === '' ? <Empty title={t.nothingYet} icon={<FlaskConical size={22} />} />
          : tried.data ? <Result text={tried.data.text} trial={tried.data.trial} rulesFirst />
            : tried.error ? <Failed error={tried.error} again={() => void tried.refetch()} /> : <Loading />}
      </section>
    </>
  )
}
