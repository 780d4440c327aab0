import { useLanguage, useWords } from '../../i18n/language'
import { Tag } from '../../ui/tag'
import type { FoundLabel, Item } from './call'
import { evidenceWords, labelNames } from './words'

/** useLabelName names what a call's cloud found; a label that nobody knows is shown by its number. */
export function useLabelName(): (label: Pick<FoundLabel, 'label' | 'name'>) => string {
  const names = useWords(labelNames) as Readonly<Record<string, string>>
  const zh = useLanguage() === 'zh'
  return ({ label, name }) => names[name] ?? (zh ? `标签 ${label}` : `Label ${label}`)
}

/** percent is a share as people say it; empty where it was not told. */
function percent(rate: number): string {
  return rate > 0 ? `${Math.round(rate * 100)}%` : ''
}

/** Labels are what the cloud found, and how sure it is. */
export function Labels({ item }: { item: Item }) {
  const t = useWords(evidenceWords)
  const nameOf = useLabelName()
  const sure = (level: number) => (level === 2 ? t.certain : level === 1 ? t.suspicious : t.level(level))
  if (item.labels.length === 0) return <Tag>{t.noLabels}</Tag>
  return item.labels.map((label, at) => (
    <Tag key={at} tone={label.level === 2 ? 'danger' : label.level === 1 ? 'warn' : 'plain'} title={String(label.label)}>
      {[nameOf(label), sure(label.level), percent(label.rate)].filter(Boolean).join(' · ')}
    </Tag>
  ))
}

/** SubLabels are the finer ones, which only the cloud understands: they are shown as they came. */
export function SubLabels({ item }: { item: Item }) {
  const t = useWords(evidenceWords)
  const subs = item.labels.flatMap(({ sub_labels }) => sub_labels)
  if (subs.length === 0) return null
  return (
    <p className="foreign-line max-w-[46em] text-label text-ink-3">
      {t.sub}{' '}
      {subs.map(({ sub_label, rate, hits }, at) => (
        <span key={at}>{at > 0 && ' · '}<bdi className="text-ink-2">{sub_label}</bdi> {percent(rate)}{hits.length > 0 && <> “<bdi className="text-ink-2">{hits.join(' ')}</bdi>”</>}</span>
      ))}
    </p>
  )
}
