import { useState } from 'react'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { useFailure } from './failure'
import { usePlayer } from './player'
import { Transport } from './transport'
import { veilWords } from './words'

/** Sound is a voice message: played by its button, or by the sound key while it is focused. Its words are shown where there are any. */
export function Sound({ media, alt, text, focused = false, className }: { media: string; alt?: string; text?: string; focused?: boolean; className?: string }) {
  const t = useWords(veilWords)
  const [failed, setFailed] = useState<string | null>(null)
  const failure = useFailure(failed)
  const [element, player, listeners] = usePlayer<HTMLAudioElement>(false)
  const again = () => {
    setFailed(null)
    element.current?.load()
  }
  useKeys({ sound: player.toggle }, { enabled: focused && !failed })
  return (
    <div role="group" aria-label={alt ?? t.sound} className={cx('flex w-full max-w-[420px] flex-col gap-1', className)}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a voice message has no captions; its transcript stands below */}
      <audio ref={element} src={`${media}/full`} preload="metadata" muted={player.muted} onError={() => setFailed(`${media}/full`)} {...listeners} />
      {failure ? (
        <p className="flex min-h-9 items-center justify-between gap-2 rounded-control border border-line bg-hover px-3 py-1 text-label text-ink-2">
          {failure.text}
          {failure.mayPass && <Button size="s" onClick={again}>{t.again}</Button>}
        </p>
      ) : <div className="rounded-control border border-line bg-surface"><Transport player={player} /></div>}
      {text && <p className="text-ui"><span className="pr-2 text-label text-ink-3">{t.transcript}</span><span dir="auto" className="foreign">{text}</span></p>}
    </div>
  )
}
