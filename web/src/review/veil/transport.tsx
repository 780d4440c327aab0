import { Pause, Play, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { span } from '../../i18n/when'
import { IconButton } from '../../ui/button'
import { veilWords } from './words'
import type { Player } from './player'

/** Transport plays a sound or film, goes through it, and mutes it. */
export function Transport({ player, frames }: { player: Player; frames?: boolean }) {
  const t = useWords(veilWords)
  return (
    <div className="flex h-9 min-w-0 items-center gap-1 px-1">
      <IconButton label={player.playing ? t.pause : t.play} onClick={player.toggle}>{player.playing ? <Pause size={16} /> : <Play size={16} />}</IconButton>
      {frames && <IconButton label={t.frameBack} size="s" onClick={() => player.frame(-1)}><StepBack size={14} /></IconButton>}
      {frames && <IconButton label={t.frameOn} size="s" onClick={() => player.frame(1)}><StepForward size={14} /></IconButton>}
      <input
        type="range" min={0} max={player.length || 1} step={0.1} value={Math.min(player.at, player.length || 1)} disabled={player.length === 0}
        aria-label={t.position} aria-valuetext={`${span(player.at * 1000)} / ${span(player.length * 1000)}`}
        onChange={(event) => player.seek(Number(event.target.value))}
        className="h-1 min-w-12 flex-1 accent-accent-solid"
      />
      <span className="px-1 text-label whitespace-nowrap text-ink-2">{span(player.at * 1000)} / {span(player.length * 1000)}</span>
      <IconButton label={player.muted ? t.unmute : t.mute} onClick={player.mute}>{player.muted ? <VolumeX size={16} /> : <Volume2 size={16} />}</IconButton>
    </div>
  )
}
