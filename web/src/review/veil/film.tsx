import { useState } from 'react'
import { Play } from 'lucide-react'
import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { CommandKey } from '../../ui/button'
import { cx } from '../../ui/class'
import { FailedMedia } from './failed'
import { useHold } from './hold'
import { usePlayer } from './player'
import { filterOf, isVeiled } from './rule'
import { Transport } from './transport'
import { veilWords } from './words'

/** Film is a video of others. A veiled one stays veiled while it plays: one can hear and follow it without seeing it, and hold it open where it matters. */
export function Film({ media, alt, risky, focused = false, className }: { media: string; alt?: string; risky: boolean; focused?: boolean; className?: string }) {
  const t = useWords(veilWords)
  const [preferences] = usePreferences()
  const veiled = isVeiled(preferences.veil, risky)
  const [held, grip] = useHold(media, { keyed: focused && veiled })
  const [failed, setFailed] = useState(false)
  const [element, player, listeners] = usePlayer<HTMLVideoElement>(preferences.muteVideo)
  const covered = veiled && !held
  useKeys(
    { space: player.toggle, sound: player.mute, left: () => player.skip(-5), right: () => player.skip(5), frameBack: () => player.frame(-1), frameOn: () => player.frame(1) },
    { enabled: focused && !failed },
  )
  return (
    <div role="group" aria-label={`${alt ?? t.film}${covered ? t.veiled : ''}`} className={cx('overflow-hidden rounded-card border border-line bg-surface', className)}>
      <div {...(veiled ? grip : {})} className="relative aspect-video overflow-hidden bg-active select-none [container-type:inline-size]">
        {failed ? (
          <FailedMedia address={`${media}/full`} large onAgain={() => setFailed(false)} />
        ) : (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- what others filmed comes without captions
          <video
            ref={element} src={`${media}/full`} preload="metadata" playsInline disablePictureInPicture muted={player.muted} onError={() => setFailed(true)} {...listeners}
            className={cx('absolute inset-0 size-full object-contain', covered && 'scale-110')}
            style={{ filter: filterOf(preferences, covered ? 'film' : 'open') }}
          />
        )}
        {!failed && !player.playing && player.at === 0 && (
          <button type="button" aria-label={t.play} onClick={player.toggle} onPointerDown={(event) => event.stopPropagation()} className="absolute inset-0 m-auto flex size-11 items-center justify-center rounded-full bg-veil text-on-solid"><Play size={20} /></button>
        )}
        {covered && !failed && (
          <span className="pointer-events-none absolute inset-x-0 bottom-0 flex h-8 items-center justify-center gap-2 bg-veil text-label text-on-solid">{t.hold}<CommandKey command="reveal" />{t.toSee}</span>
        )}
      </div>
      {!failed && <Transport player={player} frames />}
    </div>
  )
}
