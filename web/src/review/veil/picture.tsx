import { type ReactNode, useState } from 'react'
import { EyeOff, LoaderCircle } from 'lucide-react'
import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { CommandKey } from '../../ui/button'
import { cx } from '../../ui/class'
import { FailedMedia } from './failed'
import { useHold } from './hold'
import { filterOf, isVeiled } from './rule'
import { veilWords } from './words'

export interface VeiledProps {
  /** Where this server has it: message.media. */
  media: string
  /** What it is, for who cannot see it. */
  alt?: string
  risky: boolean
  /** Large pictures are shown whole, small ones cut to their box. */
  large?: boolean
  /** The reveal key opens this one. */
  focused?: boolean
  /** Held open from elsewhere. */
  held?: boolean
  /** The pointer opens it by being held. Off where a press means something else. */
  graspable?: boolean
  /** The box: its size and shape. */
  className?: string
  /** Nothing can be shown of it. */
  onFailed?: () => void
  /** What lies over the picture. */
  children?: ReactNode
}

/** Veiled is a picture of others. What may harm is covered by a blurred trace of itself; the picture is fetched only when somebody holds it open, and covered again when he lets go. */
export function Veiled({ media, alt, risky, large = false, focused = false, held = false, graspable = true, className, onFailed, children }: VeiledProps) {
  const t = useWords(veilWords)
  const [preferences] = usePreferences()
  const veiled = isVeiled(preferences.veil, risky)
  const [grasped, grip] = useHold(media, { keyed: focused && veiled })
  const [failed, setFailed] = useState<string | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const open = !veiled || held || grasped
  const base = veiled ? `${media}/veil` : `${media}/thumb`
  const full = `${media}/full`
  const wantsFull = open && (veiled || large)
  const named = `${alt ?? t.picture}${open ? '' : t.veiled}`
  const fail = (address: string) => {
    setFailed(address)
    onFailed?.()
  }
  const fit = large ? 'object-contain' : 'object-cover'
  const failure = failed === base || (wantsFull && failed === full) ? failed : null
  return (
    <span {...(veiled && graspable ? grip : {})} className={cx('relative block overflow-hidden bg-active select-none [container-type:inline-size]', veiled && graspable && 'cursor-zoom-in touch-none', className)}>
      {failure ? (
        <FailedMedia address={failure} large={large} onAgain={() => setFailed(null)} />
      ) : (
        <>
          <img
            src={base} alt={named} loading="lazy" decoding="async" draggable={false} onError={() => fail(base)}
            className={cx('absolute inset-0 size-full', veiled ? 'scale-110 object-cover' : fit)}
            style={{ filter: filterOf(preferences, veiled ? 'veil' : 'open') }}
          />
          {wantsFull && (
            <img
              src={full} alt="" decoding="async" draggable={false} onLoad={() => setShown(full)} onError={() => fail(full)}
              className={cx('absolute inset-0 size-full', fit, shown === full ? 'bg-active' : 'opacity-0')}
              style={{ filter: filterOf(preferences, 'open') }}
            />
          )}
          {veiled && open && shown !== full && <LoaderCircle size={20} aria-label={t.opening} className="absolute inset-0 m-auto animate-spin text-on-solid" />}
          {veiled && !open && !large && <Covered />}
        </>
      )}
      {veiled && !open && large && !failure && <HoldHint />}
      {children}
    </span>
  )
}

function Covered() {
  return <span aria-hidden="true" className="absolute inset-0 m-auto flex size-7 items-center justify-center rounded-full bg-veil text-on-solid"><EyeOff size={16} /></span>
}

/** HoldHint says how a large veiled picture is looked at. */
function HoldHint() {
  const t = useWords(veilWords)
  return (
    <span className="pointer-events-none absolute inset-x-0 bottom-0 flex h-9 items-center justify-center gap-2 bg-veil text-label text-on-solid">
      <EyeOff size={14} aria-hidden="true" />
      {t.hold}<CommandKey command="reveal" />{t.toSee}
    </span>
  )
}
