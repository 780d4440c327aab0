import { type InputHTMLAttributes, type ReactNode, useEffect, useState } from 'react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useWords } from '../i18n/language'
import { words } from '../i18n/words'
import { Button } from './button'
import { Choice, Field } from './field'

const filterWords = words({ clear: '清除筛选', from: '从', to: '到', anyOf: (name: string) => `${name}：全部`, time: '时间', lastHour: '近 1 小时', lastDay: '近 24 小时', lastWeek: '近 7 天', lastMonth: '近 30 天' }, { clear: 'Clear filters', from: 'From', to: 'To', anyOf: (name: string) => `${name}: all`, time: 'Time', lastHour: 'Last hour', lastDay: 'Last 24 h', lastWeek: 'Last 7 days', lastMonth: 'Last 30 days' })

export type Filters = Readonly<Record<string, string>>

/** useFilters are those of the page's address, so that a link shows the same list to somebody else. */
export function useFilters(): { filters: Filters; set: (part: Record<string, string | undefined>) => void; clear: (keep?: readonly string[]) => void } {
  const filters = useSearch({ strict: false }) as Filters
  const navigate = useNavigate()
  const go = (next: Record<string, string>) => void navigate({ to: '.', search: next, replace: true })
  return {
    filters,
    set: (part) => go(changed(filters, part)),
    clear: (keep = []) => go(Object.fromEntries(Object.entries(filters).filter(([name]) => keep.includes(name)))),
  }
}

/** changed leaves out what is empty, so that an address has no empty parts. */
export function changed(filters: Filters, part: Record<string, string | undefined>): Record<string, string> {
  const next: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...filters, ...part })) if (value) next[name] = value
  return next
}

/** FilterBar stands above a list. */
export function FilterBar({ label, children, dirty, onClear, aside }: { label: string; children: ReactNode; dirty: boolean; onClear: () => void; aside?: ReactNode }) {
  const t = useWords(filterWords)
  return (
    <search aria-label={label} className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
      {children}
      {dirty && <Button size="s" look="ghost" icon={<X size={13} />} onClick={onClear}>{t.clear}</Button>}
      {aside && <div className="ml-auto flex items-center gap-2">{aside}</div>}
    </search>
  )
}

/** TextFilter asks the server when the typing rests or Enter is pressed, not with every letter. */
export function TextFilter({ label, value, onChange, width = 'w-40', ...rest }: { label: string; value: string; onChange: (value: string) => void; width?: string } & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'width'>) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return undefined
    const timer = setTimeout(() => onChange(text.trim()), 500)
    return () => clearTimeout(timer)
  // oxlint-disable-next-line react/exhaustive-deps -- only rest in the typing asks
  }, [text])
  return (
    <div className={width}>
      <Field
        {...rest} label={label} quiet placeholder={label} value={text} className="h-7! text-label!"
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => { if (e.key === 'Enter' && !e.nativeEvent.isComposing && text.trim() !== value) onChange(text.trim()) }}
      />
    </div>
  )
}

/** ChoiceFilter is one of few; the first means that it does not matter. */
export function ChoiceFilter({ label, value, options, onChange, width = 'w-[124px]' }: { label: string; value: string; options: readonly (readonly [value: string, name: string])[]; onChange: (value: string) => void; width?: string }) {
  const t = useWords(filterWords)
  return (
    <div className={width}>
      <Choice label={label} quiet value={value} onChange={(e) => onChange(e.target.value)} className="h-7! text-label!">
        <option value="">{t.anyOf(label)}</option>
        {options.map(([one, name]) => <option key={one} value={one}>{name}</option>)}
      </Choice>
    </div>
  )
}

const hour = 3_600_000

/** TimeFilter is a span of local time; the address holds it in UTC. Its fields show where one is chosen. */
export function TimeFilter({ from, to, onChange }: { from: string; to: string; onChange: (part: { from?: string; to?: string }) => void }) {
  const t = useWords(filterWords)
  const back = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - hours * hour).toISOString()
  if (from === '' && to === '') {
    const spans = [['1', t.lastHour], ['24', t.lastDay], ['168', t.lastWeek], ['720', t.lastMonth]] as const
    return <ChoiceFilter label={t.time} value="" options={spans} onChange={(hours) => onChange({ from: back(Number(hours)) })} />
  }
  return (
    <div className="flex items-center gap-1 text-label text-ink-2">
      <Moment label={t.from} value={from} onChange={(value) => onChange({ from: value })} />
      <span aria-hidden="true">–</span>
      <Moment label={t.to} value={to} onChange={(value) => onChange({ to: value })} />
    </div>
  )
}

function Moment({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <div className="w-[172px]">
      <Field type="datetime-local" label={label} title={label} quiet value={localOf(value)} onChange={(e) => onChange(utcOf(e.target.value))} className="h-7! px-2! text-label!" />
    </div>
  )
}

/** localOf is a moment as a field of local time takes it; empty for what is none. */
export function localOf(utc: string): string {
  const at = new Date(utc)
  if (utc === '' || Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function utcOf(local: string): string {
  const at = new Date(local)
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString()
}
