import { useEffect } from 'react'
import { Undo2 } from 'lucide-react'
import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { useFace } from '../../keys/keys'
import { Ring } from '../../ui/tag'
import { useLeft } from '../desk/lease'
import { deskWords } from '../desk/words'
import type { SentBatch } from './state'
import type { Album } from './use'
import { albumWords } from './words'

const pill = 'flex h-8 max-w-[420px] min-w-0 shrink-0 items-center gap-2 rounded-control bg-ink pr-1 pl-3 text-ui font-medium text-surface'

/** UndoPill says what became of the last batch, in its fixed seat, and takes all of it back. */
export function UndoPill({ album }: { album: Album }) {
  const { sent, tooLate } = album.state
  const last = sent.at(-1)
  if (tooLate > 0) return <TooLate key={tooLate} number={tooLate} onPast={album.noticed} />
  return last ? <Pill key={last.key} album={album} sent={last} /> : null
}

function Pill({ album, sent }: { album: Album; sent: SentBatch }) {
  const t = useWords(albumWords)
  const desk = useWords(deskWords)
  const [preferences] = usePreferences()
  const face = useFace('undo')
  const open = sent.parcels.filter((parcel) => parcel.state === 'sending' || parcel.state === 'waiting')
  const done = sent.parcels.filter((parcel) => parcel.state === 'done')
  // The last of them can be taken back the longest.
  const until = done.flatMap((parcel) => parcel.undoUntil ?? []).toSorted((a, b) => Date.parse(b) - Date.parse(a))[0]
  const left = useLeft(until, 200)
  if (open.length === 0 && !sent.undoWanted && left <= 0) return null
  const all = sent.parcels.length
  const waiting = open.filter((parcel) => parcel.state === 'waiting').length
  const taken = sent.parcels.filter((parcel) => parcel.state !== 'refused')
  const marked = taken.filter((parcel) => parcel.cell.mark !== undefined).length
  const text = sent.undoWanted ? t.undoing : waiting > 0 ? desk.retrying(waiting) : open.length > 0 ? t.sending(all - open.length, all) : t.sent(taken.length, marked)
  return (
    <div className={pill}>
      {open.length === 0 && !sent.undoWanted && <Ring left={left / (preferences.undoSeconds * 1000)} tone="current" />}
      <span role="status" className="foreign-line flex-1 pr-1">{text}</span>
      {!sent.undoWanted && (
        <button type="button" onMouseDown={(event) => event.preventDefault()} onClick={album.undo} className="inline-flex h-6 shrink-0 items-center gap-1.5 rounded-key bg-surface px-2 text-label font-semibold text-ink hover:bg-hover">
          <Undo2 size={14} aria-hidden="true" />{desk.undo}{face && <kbd aria-hidden="true" className="font-sans text-ink-2">{face}</kbd>}
        </button>
      )}
    </div>
  )
}

function TooLate({ number, onPast }: { number: number; onPast: () => void }) {
  const t = useWords(albumWords)
  useEffect(() => {
    const timer = setTimeout(onPast, 6000)
    return () => clearTimeout(timer)
  }, [onPast])
  return <div role="alert" className={`${pill} pr-3`}>{t.tooLate(number)}</div>
}
