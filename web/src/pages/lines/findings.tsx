import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { useWhy } from '../../i18n/why'
import { ForeignLine } from '../../ui/foreign'
import { OutcomeTag } from '../../ui/outcome'
import { Tag } from '../../ui/tag'
import { type Found, causeOf } from './line'
import { lineWords } from './words'

/** Findings is what was found in a message: what, by whom, how it was disguised, how sure. App makes a way to all that the same source found. */
export function Findings({ items, label, app }: { items: readonly Found[]; label: string; app?: string }) {
  return (
    <ul aria-label={label} className="flex flex-col divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {items.map((found, i) => <Finding key={i} found={found} app={app} />)}
    </ul>
  )
}

function Finding({ found, app }: { found: Found; app?: string }) {
  const t = useWords(lineWords)
  const terms = useTerms()
  const why = useWhy()
  const { kind, version } = found.cause
  const age = version > 0 ? (kind === 'list' ? t.revision(version) : t.version(version)) : ''
  return (
    <li className="flex flex-col gap-0.5 px-3 py-2">
      <div className="flex min-h-5 items-center gap-2">
        <ForeignLine className="min-w-0 font-medium">{why.what(found.source, found.what) || t.whole}</ForeignLine>
        {found.lane && <Tag tone="warn">{terms.lane(found.lane)}</Tag>}
        <span className="ml-auto shrink-0"><OutcomeTag outcome={found.want} /></span>
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 text-label text-ink-2">
        <ForeignLine className="max-w-[16em]">{why.source(found.source)}</ForeignLine>
        {age && <span className="text-ink-3">{age}</span>}
        <span>{terms.label(found.label)}</span>
        <span>{t.sure(found.sure.toFixed(2))}</span>
        {found.weak && <span className="text-warn">{t.weak}</span>}
        {app !== undefined && <Link to="/lines" search={{ app, cause: causeOf(found.cause) }} className="ml-auto text-accent hover:underline">{t.sameCause}</Link>}
      </div>
    </li>
  )
}

/** Reasons is why it was judged so, the weightiest first. */
export function Reasons({ reasons }: { reasons: readonly string[] }) {
  const t = useWords(lineWords)
  const why = useWhy()
  if (reasons.length === 0) return <p className="text-ui text-ink-3">{t.noReasons}</p>
  return <ol className="flex flex-col gap-1 text-ui">{reasons.map((reason, i) => <li key={i} dir="auto" className="foreign [line-break:auto]!">{why.reason(reason)}</li>)}</ol>
}
