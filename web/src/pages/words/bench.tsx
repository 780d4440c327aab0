import { useState } from 'react'
import { FlaskConical } from 'lucide-react'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { Area, Choice } from '../../ui/field'
import { useFilters } from '../../ui/filters'
import { useRested } from '../../ui/rested'
import { Empty, Failed, Loading } from '../../ui/states'
import { Result } from './result'
import { useTrial } from './trial'
import { wordWords } from './words'

/** Bench shows what would become of a message while it is written: the text at the left, what is made of it at the right. */
export function Bench() {
  const t = useWords(wordWords)
  const { filters, set } = useFilters()
  const apps = useApps().data?.items ?? []
  const [text, setText] = useState('')
  const app = filters['app'] ?? ''
  const tried = useTrial(app, useRested(text, 200))
  return (
    <div className="grid min-w-0 flex-1 grid-cols-1 overflow-y-auto bg-surface lg:grid-cols-2 lg:overflow-hidden">
      <section aria-label={t.bench} className="flex min-h-0 flex-col gap-4 p-4">
        <div className="w-56">
          <Choice label={t.tryApp} value={app} onChange={(e) => set({ app: e.target.value })}>
            <option value="">{t.sharedOnly}</option>
            {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
          </Choice>
        </div>
        <Area label={t.tryText} dir="auto" rows={10} maxLength={5000} placeholder={t.sample} hint={t.tryHint} value={text} className="text-evidence!" onChange={(e) => setText(e.target.value)} />
      </section>
      <section aria-label={t.result} aria-live="polite" aria-busy={tried.isFetching} className="min-h-0 border-line bg-sunken max-lg:border-t lg:overflow-y-auto lg:border-l">
        {text.trim() === '' ? <Empty title={t.nothingYet} icon={<FlaskConical size={22} />} />
          : tried.data ? <Result text={tried.data.text} trial={tried.data.trial} />
            : tried.error ? <Failed error={tried.error} again={() => void tried.refetch()} /> : <Loading />}
      </section>
    </div>
  )
}
