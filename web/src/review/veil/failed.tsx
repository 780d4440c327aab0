import { ImageOff, RotateCw } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { cx } from '../../ui/class'
import { useFailure } from './failure'
import { veilWords } from './words'

/** FailedMedia stands where a medium cannot be shown, and says why. */
export function FailedMedia({ address, onAgain, large }: { address: string; onAgain: () => void; large: boolean }) {
  const t = useWords(veilWords)
  const failure = useFailure(address)
  return (
    <span className={cx('absolute inset-0 flex flex-col items-center justify-center bg-hover p-2 text-center', large ? 'gap-1.5' : 'gap-0.5 pb-7')}>
      <ImageOff size={large ? 24 : 18} aria-hidden="true" className="text-ink-3" />
      <span className={large ? 'text-label text-ink-2' : 'line-clamp-2 text-meta text-ink-2'}>{failure?.text}</span>
      {large && failure?.mayPass && (
        <button type="button" onClick={onAgain} className="inline-flex h-6 items-center gap-1 rounded-control border border-line-strong bg-surface px-2 text-label text-ink hover:bg-hover">
          <RotateCw size={12} aria-hidden="true" />{t.again}
        </button>
      )}
    </span>
  )
}
