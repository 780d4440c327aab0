import { useState } from 'react'
import { Undo2 } from 'lucide-react'
import { useStaffName } from '../../api/known'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Fact, Facts, Figures, Section } from '../../ui/facts'
import { ForeignLine, When } from '../../ui/foreign'
import { HoldButton } from '../../ui/holdbutton'
import { Failed, Loading, Note, useReason } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { ReplayPanel } from '../replay'
import { ReverseButton } from '../reversal'
import { type Model, install, useModel } from './calls'
import { percent } from './curve'
import { ReportOf } from './report'
import { RollBackDialog } from './rollback'
import { modelWords } from './words'

/** OneVersion is a model: what it learned from, how it does, and how it is put in use. */
export function OneVersion({ model, onTold }: { model: Model; onTold: (text: string) => void }) {
  const t = useWords(modelWords)
  const { may } = useSession()
  const { data, error, refetch } = useModel(model.version)
  return (
    <div className="min-w-0 flex-1 overflow-y-auto bg-surface">
      <Head model={model} onTold={onTold} />
      <Section title={t.training}><Learned model={model} /></Section>
      {data ? <ReportOf report={data.report} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}
      {model.state !== 'installed' && may('edit_words') && <Install key={model.version} model={model} onTold={onTold} />}
    </div>
  )
}

function Head({ model, onTold }: { model: Model; onTold: (text: string) => void }) {
  const t = useWords(modelWords)
  const { may } = useSession()
  const [open, setOpen] = useState(false)
  const inUse = model.state === 'installed'
  return (
    <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-1.5">
      <h2 className="text-[15px] font-semibold">{t.name(model.version)}</h2>
      {inUse && <Tag tone="ok">{t.installed}</Tag>}
      <span className="min-w-0 flex-1">{model.note && <ForeignLine className="text-ink-2">{model.note}</ForeignLine>}</span>
      <ReverseButton cause="model" name={`${t.title} ${t.name(model.version)}`} app="" version={model.version} />
      {inUse && may('edit_words') && <Button size="s" icon={<Undo2 size={14} />} className="hidden lg:inline-flex" onClick={() => setOpen(true)}>{t.rollback}</Button>}
      {open && <RollBackDialog onClose={() => setOpen(false)} onTold={onTold} />}
    </header>
  )
}

function Learned({ model }: { model: Model }) {
  const t = useWords(modelWords)
  const staffName = useStaffName()
  return (
    <div className="flex flex-col gap-3">
      <div className="max-w-[640px]"><Figures items={[{ name: t.accuracy, value: percent(model.accuracy) }, { name: t.learned, value: count(model.lines) }, { name: t.violations, value: count(model.violations) }]} /></div>
      <Facts>
        <Fact name={t.trainedAt}><When at={model.trained_at} /></Fact>
        <Fact name={t.by}><ForeignLine>{/^\d+$/.test(model.by) ? staffName(model.by) : model.by}</ForeignLine></Fact>
        <Fact name={t.from}>{model.from === 'decisions' ? t.decisions : <ForeignLine>{`${t.file} ${model.from}`}</ForeignLine>}</Fact>
      </Facts>
      <p className="text-label text-ink-3">{t.accuracyNote}</p>
    </div>
  )
}

/** Install puts a version in use, after it was tried. */
function Install({ model, onTold }: { model: Model; onTold: (text: string) => void }) {
  const t = useWords(modelWords)
  const reason = useReason()
  const put = useAct((version: number) => install(version), (done) => onTold(t.installedNow(done.version)))
  return (
    <Section title={t.installTitle}>
      <div className="flex max-w-[900px] flex-col gap-4">
        <p className="max-w-[46em] text-ui text-ink-2">{t.installNote}</p>
        <ReplayPanel app="" change={{ model: model.version }} />
        {put.error && <Note tone="danger">{reason(put.error)}</Note>}
        <div className="hidden lg:block"><HoldButton disabled={put.busy} onHeld={() => put.run(model.version)}>{t.install(model.version)}</HoldButton></div>
      </div>
    </Section>
  )
}
