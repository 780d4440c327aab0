import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { ChartSpline, GraduationCap } from 'lucide-react'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { useFilters } from '../../ui/filters'
import { When } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { type Model, useModels } from './calls'
import { percent } from './curve'
import { TrainDialog } from './train'
import { OneVersion } from './version'
import { modelWords } from './words'

/** ModelsPage is the linear models that were trained: how good each is, and which is in use. */
export function ModelsPage() {
  const t = useWords(modelWords)
  const { may } = useSession()
  const { filters, set } = useFilters()
  const { data, error, refetch } = useModels()
  const [training, setTraining] = useState(false)
  const [told, setTold] = useState('')
  const aside = may('edit_words') && <Button size="s" icon={<GraduationCap size={15} />} className="hidden lg:inline-flex" onClick={() => setTraining(true)}>{t.train}</Button>
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const chosen = filters['version'] === undefined ? (data.items.find((model) => model.state === 'installed') ?? data.items[0]) : data.items.find((model) => String(model.version) === filters['version'])
  const idle = data.items.length > 0 && data.items.every((model) => model.state !== 'installed')
  return (
    <Page title={t.title} aside={aside} scroll={false} figures={<span role="status" className={told ? 'text-ok' : 'text-ink-3'}>{told || (idle && t.noneInstalled)}</span>}>
      <div className="flex min-h-0 flex-1">
        {data.items.length > 0 && <Versions items={data.items} chosen={chosen?.version} />}
        {chosen ? <OneVersion key={chosen.version} model={chosen} onTold={setTold} /> : (
          <div className="min-w-0 flex-1 bg-surface"><Empty title={data.items.length === 0 ? t.none : t.unknown} icon={<ChartSpline size={22} />}>{data.items.length === 0 && t.noneNote}</Empty></div>
        )}
      </div>
      {training && <TrainDialog onClose={() => setTraining(false)} onMade={(version) => set({ version: String(version) })} />}
    </Page>
  )
}

function Versions({ items, chosen }: { items: readonly Model[]; chosen?: number }) {
  const t = useWords(modelWords)
  return (
    <nav aria-label={t.versions} className="flex w-[240px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken p-2 max-lg:w-[180px]">
      {items.map((model) => (
        <Link
          key={model.version} to="/models" search={{ version: String(model.version) }} aria-current={model.version === chosen ? 'true' : undefined}
          className={cx('flex flex-col rounded-control px-2.5 py-1.5', model.version === chosen ? 'bg-active' : 'text-ink-2 hover:bg-hover hover:text-ink')}
        >
          <span className="flex min-h-5 items-center gap-2"><span className="font-medium text-ink">{t.name(model.version)}</span>{model.state === 'installed' && <Tag tone="ok">{t.installed}</Tag>}<span className="ml-auto">{percent(model.accuracy)}</span></span>
          <span className="text-label text-ink-2"><When at={model.trained_at} /></span>
        </Link>
      ))}
    </nav>
  )
}
