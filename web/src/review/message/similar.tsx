import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useKeys } from '../../keys/keys'
import { Button, CommandKey } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { CaseLink, ForeignLine, When } from '../../ui/foreign'
import { Note, useReason } from '../../ui/states'
import { Tag } from '../../ui/tag'
import type { Draft } from '../desk/draft'
import { type Verdict, type WorkCase, claim, release, similar } from '../desk/work'
import { passing } from '../desk/verdict'
import { doing } from '../dock/suggestion'
import { alike } from './alike'
import { messageWords } from './words'

type Similar = Schemas['SimilarCase']

/** useSimilar are the waiting cases that show the same as the one in hand. */
export function useSimilar(work: WorkCase): Similar[] {
  const { data } = useQuery({
    queryKey: ['similar', work.id], queryFn: () => similar(work.id), staleTime: 60_000, retry: false, refetchOnWindowFocus: false,
    enabled: work.content.messages.length > 0,
  })
  return data ?? []
}

/** Merge offers one decision for what shows the same. */
export function Merge({ items, onOpen, disabled }: { items: readonly Similar[]; onOpen: () => void; disabled: boolean }) {
  const t = useWords(messageWords)
  const same = items.filter((item) => item.likeness >= 1).length
  useKeys({ merge: onOpen }, { enabled: items.length > 0 && !disabled })
  if (items.length === 0) return <span className="flex-1" />
  return (
    <p className="flex min-w-0 flex-1 items-center gap-2 text-ui text-ink-2">
      <Layers size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="foreign-line">{same === items.length ? t.same(same) : t.nearly(items.length)}</span>
      <button type="button" disabled={disabled} onClick={onOpen} className="inline-flex items-center gap-1.5 rounded-key font-medium text-accent hover:underline disabled:text-ink-3">{t.merge}<CommandKey command="merge" /></button>
    </p>
  )
}

export type Others = { work: WorkCase; verdict: Verdict }[]

/** MergeDialog shows what is alike, all of it, and decides what is ticked together with the case in hand. */
export function MergeDialog({ work, draft, items, onPass, onPunish, onClose }: {
  work: WorkCase; draft: Draft; items: readonly Similar[]; onPass: (others: Others) => void; onPunish: (others: Others) => void; onClose: () => void
}) {
  const t = useWords(messageWords)
  const terms = useTerms()
  const reason = useReason()
  const [chosen, setChosen] = useState(() => new Set(items.filter((item) => item.likeness >= 1).map((item) => item.case.id)))
  const [state, setState] = useState<{ busy: boolean; problem?: unknown; gone?: Others }>({ busy: false })
  const toggle = (id: number) => setChosen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]))
  const send = async (verdictOf: (other: WorkCase) => Verdict | null, done: (others: Others) => void) => {
    if (state.busy || chosen.size === 0) return
    setState({ busy: true })
    try {
      const got = (await claim(work.kind as 'message', { ids: [...chosen], limit: chosen.size })).filter((other) => chosen.has(other.id))
      const others = got.flatMap((other) => {
        const verdict = verdictOf(other)
        if (!verdict) void release(other).catch(() => {})
        return verdict ? [{ work: other, verdict }] : []
      })
      if (others.length === 0) setState({ busy: false, gone: others })
      else done(others)
    } catch (problem) {
      setState({ busy: false, problem })
    }
  }
  const ready = draft.reason !== null
  const pass = () => void send(() => passing(draft), onPass)
  const punish = () => { if (ready) void send((other) => alike(other, draft), onPunish) }
  return (
    <Dialog
      wide title={t.mergeTitle} onClose={onClose} keys={{ pass, punish }}
      foot={
        <>
          <p className="min-w-0 flex-1 text-ui text-ink-2">{ready ? `${terms.label(draft.reason ?? '')}${draft.actions.length > 0 ? ` → ${doing(work, draft, terms)}` : ''}` : t.mergeReason}</p>
          <Button look="ok" command="pass" disabled={state.busy || chosen.size === 0} onClick={pass}>{t.mergePass(chosen.size + 1)}</Button>
          <Button look="danger" command="punish" disabled={state.busy || !ready || chosen.size === 0} onClick={punish}>{t.mergePunish(chosen.size + 1)}</Button>
        </>
      }
    >
      <p className="pb-3 text-ui text-ink-2">{t.mergeNote}</p>
      {state.problem !== undefined && <div className="pb-3"><Note tone="danger">{reason(state.problem)}</Note></div>}
      {state.gone && <div className="pb-3"><Note tone="warn">{t.allGone}</Note></div>}
      <ul className="divide-y divide-line rounded-card border border-line">
        {items.map((item) => <Choice key={item.case.id} item={item} on={chosen.has(item.case.id)} onToggle={() => toggle(item.case.id)} />)}
      </ul>
    </Dialog>
  )
}

function Choice({ item: { case: other, likeness }, on, onToggle }: { item: Similar; on: boolean; onToggle: () => void }) {
  const t = useWords(messageWords)
  const texts = other.content.messages.map((message) => message.text).filter(Boolean)
  const id = `similar-${other.id}`
  return (
    <li className="flex items-start gap-3 px-3 py-2.5">
      <input id={id} type="checkbox" checked={on} onChange={onToggle} className="mt-1 size-4 shrink-0 accent-accent-solid" />
      <label htmlFor={id} className="min-w-0 flex-1">
        <span className="flex items-center gap-2 text-label text-ink-3">
          <CaseLink id={other.id} className="text-label" />
          <ForeignLine className="max-w-[16em] text-ink-2">{other.subject.id}</ForeignLine>
          {other.risk && <Tag tone="warn">{t.risk}</Tag>}
          {other.report_count > 1 && <span>{t.reports(other.report_count)}</span>}
          <When at={other.opened_at} className="ml-auto" />
          <span>{t.alike(Math.round(likeness * 100))}</span>
        </span>
        {texts.map((text, at) => <span key={at} dir="auto" className="foreign block text-ui">{text}</span>)}
      </label>
    </li>
  )
}
