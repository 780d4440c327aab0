import { memo } from 'react'
import { AudioLines, Camera, Clapperboard, ImageOff, LoaderCircle } from 'lucide-react'
import { useLanguage, useWords } from '../../i18n/language'
import { clock, span } from '../../i18n/when'
import { cx } from '../../ui/class'
import { Marked } from '../../ui/marked'
import { Tag } from '../../ui/tag'
import { Choose } from '../message/line'
import { Film } from '../veil/film'
import { Veiled } from '../veil/picture'
import { ToBank } from '../veil/tobank'
import { type Item, gravest } from './call'
import { Labels, SubLabels, useLabelName } from './labels'
import { evidenceWords } from './words'

const icons = { picture: Camera, video: Clapperboard, audio: AudioLines } as const
/** All pictures take the same room, whatever becomes of their copies. */
const box = 'h-36 w-64 rounded-card'
/** What came so much later than it happened says so, in milliseconds. */
const late = 60_000

export interface ItemRowProps {
  app: string
  item: Item
  /** When the call began, as far as is known. */
  since: string
  risky: boolean
  fresh: boolean
  focused: boolean
  marked: boolean
  /** Absent where it is only read. */
  onFocus?: (n: number) => void
  onMark?: (n: number) => void
}

/** ItemRow is one thing that was seen or heard. Only the row that changes is drawn again. */
export const ItemRow = memo(function ItemRow({ app, item, since, risky, fresh, focused, marked, onFocus, onMark }: ItemRowProps) {
  const t = useWords(evidenceWords)
  const language = useLanguage()
  const Icon = icons[item.kind]
  const waited = Date.parse(item.received_at) - Date.parse(item.to)
  const told = [t[item.source], item.status === 101 ? t.detecting : item.status === 102 ? t.detected : t.status(item.status), waited > late && t.receivedLate(span(waited))]
  return (
    <li id={`item-${item.n}`} aria-current={focused || undefined} onClick={onFocus && (() => onFocus(item.n))} className={cx('group relative flex gap-3 py-2.5 pr-5 pl-3', focused && 'bg-hover')}>
      <span aria-hidden="true" className={cx('absolute inset-y-0 left-0 w-[3px]', focused ? 'bg-accent' : gravest(item)?.level === 2 ? 'bg-danger' : marked ? 'bg-accent' : 'bg-transparent')} />
      <Time at={item.from} since={since} to={item.to} />
      <span className="flex w-7 shrink-0 justify-center pt-0.5 text-ink-2"><Icon size={18} role="img" aria-label={t[item.kind]} /></span>
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="flex min-h-6 flex-wrap items-center gap-1.5">
          {fresh && <Tag tone="accent">{t.fresh}</Tag>}
          <Labels item={item} />
          <span className="foreign-line pl-1 text-label text-ink-3">{told.filter(Boolean).join(' · ')}</span>
        </div>
        {item.audio && <Heard item={item} audio={item.audio} />}
        {item.picture && <Seen app={app} item={item} picture={item.picture} risky={risky} focused={focused} editable={onFocus !== undefined} time={clock(item.from, language)} />}
        <SubLabels item={item} />
      </div>
      {onMark && <Choose on={marked} focused={focused} disabled={false} onToggle={() => onMark(item.n)} />}
    </li>
  )
})

/** Time is when something was, by the clock and since the call began. */
export function Time({ at, since, to }: { at: string; since: string; to?: string }) {
  const language = useLanguage()
  const lasted = to === undefined ? 0 : Date.parse(to) - Date.parse(at)
  return (
    <span className="w-[62px] shrink-0 pt-0.5 text-right text-label tabular-nums">
      <time dateTime={at} className="block text-ink-2">{clock(at, language)}</time>
      <span className="block text-meta text-ink-3">+{span(Date.parse(at) - Date.parse(since))}{lasted >= 1000 && ` · ${Math.round(lasted / 1000)}s`}</span>
    </span>
  )
}

const actions = { pass: 'ok', suspect: 'warn', reject: 'danger' } as const

function Heard({ item, audio }: { item: Item; audio: NonNullable<Item['audio']> }) {
  const t = useWords(evidenceWords)
  const why = { running: t.transcribing, failed: t.notTranscribed, unknown: t.asrUnknown, done: '' }[audio.asr]
  const found = new Set(audio.hits.map(({ from, to }) => audio.text.slice(from, to)))
  const elsewhere = audio.words.filter((word) => !found.has(word))
  return (
    <div className="flex flex-col gap-1" role="group" aria-label={`${t.audio} ${item.n}`}>
      {audio.text && <p dir="auto" className="foreign max-w-[46em] text-evidence text-ink"><Marked text={audio.text} hits={audio.hits} /></p>}
      <p className="flex min-h-5 flex-wrap items-center gap-x-2 text-label text-ink-3">
        <Tag tone={actions[audio.action]}>{t[audio.action]}</Tag>
        {why && <span className={cx('inline-flex items-center gap-1', audio.asr === 'failed' && 'text-warn')}>{audio.asr === 'running' && <LoaderCircle size={12} aria-hidden="true" className="animate-spin" />}{why}</span>}
        {!audio.text && audio.asr === 'done' && t.noText}
        {elsewhere.length > 0 && <span className="foreign-line">{t.cloudWords} <bdi className="text-ink-2">{elsewhere.join(' ')}</bdi></span>}
      </p>
    </div>
  )
}

function Seen({ app, item, picture, risky, focused, editable, time }: { app: string; item: Item; picture: NonNullable<Item['picture']>; risky: boolean; focused: boolean; editable: boolean; time: string }) {
  const t = useWords(evidenceWords)
  const nameOf = useLabelName()
  const alt = [t[item.kind], time, ...item.labels.map(nameOf)].join(' ')
  if (!picture.media) return <NoCopy picture={picture} />
  if (item.kind === 'video') return <Film media={picture.media} alt={alt} risky={risky} focused={focused} className="w-full max-w-[420px]" />
  return (
    <div className="flex items-end gap-2">
      <Veiled media={picture.media} alt={alt} risky={risky} large={focused} focused={focused} className={box} />
      {editable && <ToBank media={picture.media} app={app} className={cx(!focused && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100')} />}
    </div>
  )
}

const problems = { media_gone: 'expired', media_too_large: 'tooLarge', media_type: 'wrongType', media_refused: 'refused', media_timeout: 'timeout' } as const

/** NoCopy stands where there is no copy of a picture, and says why. */
function NoCopy({ picture: { state, problem } }: { picture: NonNullable<Item['picture']> }) {
  const t = useWords(evidenceWords)
  const waits = state === 'waiting'
  const why = waits ? t.waiting : state === 'none' ? t.noPicture : t[problems[problem as keyof typeof problems] ?? 'broken']
  return (
    <span title={problem} className={cx('flex flex-col items-center justify-center gap-1.5 border border-dashed border-line-strong bg-sunken px-3 text-center text-label text-ink-2', box)}>
      {waits ? <LoaderCircle size={20} aria-hidden="true" className="animate-spin text-ink-3" /> : <ImageOff size={20} aria-hidden="true" className="text-ink-3" />}
      {why}
    </span>
  )
}
