import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useStaffName } from '../../api/known'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button, IconButton } from '../../ui/button'
import { Changed } from '../../ui/changed'
import { useFilters } from '../../ui/filters'
import { When, inSentence } from '../../ui/foreign'
import { Leaving } from '../../ui/leaving'
import { Note, useReason } from '../../ui/states'
import { Tag } from '../../ui/tag'
import { ReverseButton } from '../reversal'
import { Beside } from './beside'
import { type Rule, type State, changeRule, makeRule, putState } from './calls'
import { Gone } from './conflict'
import { DeleteRule } from './delete'
import { type Draft, blank, bodyOf, draftOf, isReady, isSame } from './draft'
import { RuleFields } from './fields'
import { SayLive } from './saylive'
import { StateTag, Steps } from './steps'
import { ruleWords } from './words'

/** Editor writes a rule, or changes one. What is written is of the version that was read; when somebody else was faster, both are kept until it is said which counts. */
export function Editor({ rule, gone = false }: { rule?: Rule; gone?: boolean }) {
  const t = useWords(ruleWords)
  const { may } = useSession()
  const navigate = useNavigate()
  const { filters } = useFilters()
  const reason = useReason()
  const client = useQueryClient()
  const [base, setBase] = useState(rule)
  const [draft, setDraft] = useState<Draft>(rule ? draftOf(rule) : blank)
  const [asking, setAsks] = useState<'live' | 'save' | 'delete' | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const edits = may('edit_words')
  const dirty = base ? !isSame(draft, draftOf(base)) : !isSame(draft, blank)
  // Nothing is lost by following what others change, unless something was written.
  if (rule && base && rule.version > base.version && !dirty) {
    setBase(rule)
    setDraft(draftOf(rule))
  }
  const took = (next: Rule) => {
    setBase(next)
    setDraft(draftOf(next))
    setAsks(null)
  }
  const save = useAct((body: Draft, key) => (base && !gone ? changeRule(base.id, base.version, bodyOf(body)) : makeRule(bodyOf(body), key)), (next) => {
    took(next)
    if (next.id !== base?.id) void navigate({ to: '/rules/$id', params: { id: String(next.id) }, search: { ...(filters['tab'] && { tab: filters['tab'] }) }, replace: true, ignoreBlocker: true })
  })
  const turn = useAct((state: State) => putState(base?.id ?? 0, base?.version ?? 0, state), took)
  const problem = save.error ? asProblem(save.error) : turn.error ? asProblem(turn.error) : null
  // Who was refused is shown what the rule has become.
  const late = problem?.code === 'rule_changed'
  useEffect(() => {
    if (late) void client.invalidateQueries({ queryKey: ['rules'] })
  }, [late, client])
  const asks = late ? null : asking
  const newer = rule && base && rule.version > base.version ? rule : null
  const change = (part: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...part }))
    if (problem) { save.reset(); turn.reset() }
  }
  const taken = problem?.code === 'name_taken'
  const wrong = problem?.field === 'expression' ? problem.message : undefined
  const busy = save.busy || turn.busy
  const ready = dirty && isReady(draft) && !busy && !newer
  const ask = () => (base?.state === 'live' && !gone ? setAsks('save') : save.run(draft))
  const title = base ? inSentence(base.name, 32) : t.newRule
  return (
    <Page
      title={title} scroll={false}
      figures={base && <><StateTag state={base.state} />{base.tripped && <Tag tone="warn" title={t.trippedNote}>{t.tripped}</Tag>}<Author rule={base} />{dirty && <span className="text-warn">{t.unsaved}</span>}</>}
      aside={edits && (
        <div className="hidden items-center gap-2 lg:flex">
          {base && !gone && <ReverseButton cause={`rule:${base.id}`} name={base.name} app={base.app} />}
          {base && !gone && <IconButton label={t.remove} onClick={() => setAsks('delete')}><Trash2 size={15} /></IconButton>}
          {dirty && base && <Button size="s" look="ghost" disabled={busy} onClick={() => { setDraft(draftOf(base)); save.reset() }}>{t.revert}</Button>}
          <Button size="s" look="accent" disabled={!ready} onClick={ask}>{base && !gone ? t.save : t.make}</Button>
        </div>
      )}
    >
      {edits && base && !gone && (
        <div className="hidden min-h-11 shrink-0 items-center gap-3 border-b border-line bg-surface px-4 lg:flex">
          <Steps state={turn.busy && turn.input ? turn.input : base.state} disabled={busy || dirty} onChange={(state) => (state === 'live' ? setAsks('live') : turn.run(state))} />
          <p className="min-w-0 truncate text-label text-ink-2">{dirty ? t.saveFirst : t[`${base.state}Note`]}</p>
        </div>
      )}
      {gone ? <Gone /> : newer ? <Changed title={t.conflictTitle} by={newer.updated_by} at={newer.updated_at} onTheirs={() => took(newer)} onMine={() => { setBase(newer); setAsks(null); save.reset(); turn.reset() }} /> : null}
      {problem && !taken && !wrong && !newer && !asks && <div className="shrink-0 px-4 pt-3"><Note tone="danger">{reason(problem)}</Note></div>}
      {base?.problem && <div className="shrink-0 px-4 pt-3"><Note tone="warn">{t.broken}：<bdi className="foreign">{base.problem}</bdi></Note></div>}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <div className="min-w-0 flex-1 bg-surface lg:overflow-y-auto"><RuleFields draft={draft} onChange={change} disabled={!edits || busy} taken={taken} wrong={wrong} field={field} /></div>
        <Beside rule={base} draft={draft} />
      </div>
      {asks === 'live' && base && <SayLive title={t.liveTitle} ask={t.liveAsk} hold={t.holdLive} draft={draft} busy={turn.busy} error={turn.error} onClose={() => setAsks(null)} onHeld={() => turn.run('live')} />}
      {asks === 'save' && <SayLive title={t.saveTitle} ask={t.saveAsk} hold={t.holdSave} draft={draft} busy={save.busy} error={save.error} onClose={() => setAsks(null)} onHeld={() => save.run(draft)} />}
      {asks === 'delete' && base && <DeleteRule rule={base} onClose={() => setAsks(null)} />}
      <Leaving dirty={dirty} />
    </Page>
  )
}

function Author({ rule }: { rule: Rule }) {
  const t = useWords(ruleWords)
  const staffName = useStaffName()
  return <span className="flex min-w-0 gap-1 text-ink-3"><span>{t.version(rule.version)}</span><span aria-hidden="true">·</span><span dir="auto" className="foreign-line">{/^\d+$/.test(rule.updated_by) ? staffName(rule.updated_by) : rule.updated_by}</span><When at={rule.updated_at} /></span>
}
