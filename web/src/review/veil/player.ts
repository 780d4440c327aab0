import { useRef, useState } from 'react'

/** A film's frame where nothing tells how long it is: a twenty-fifth of a second. */
const frameLength = 1 / 25

/** usePlayer runs an audio or video element and tells how far it is. */
export function usePlayer<E extends HTMLMediaElement>(muteFirst: boolean) {
  const element = useRef<E>(null)
  const [playing, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(0)
  const [muted, setMuted] = useState(muteFirst)
  const seek = (seconds: number) => {
    const media = element.current
    if (!media) return
    media.currentTime = Math.max(0, Math.min(seconds, Number.isFinite(media.duration) ? media.duration : seconds))
    setAt(media.currentTime)
  }
  const now = () => element.current?.currentTime ?? 0
  const toggle = () => {
    const media = element.current
    if (!media) return
    if (media.paused) void media.play().catch(() => {}) // what cannot be played says so by its error event
    else media.pause()
  }
  const frame = (frames: number) => {
    element.current?.pause()
    seek(now() + frames * frameLength)
  }
  const listeners = {
    onPlay: () => setPlaying(true),
    onPause: () => setPlaying(false),
    onEnded: () => setPlaying(false),
    onTimeUpdate: () => setAt(now()),
    onDurationChange: () => {
      const known = element.current?.duration ?? 0
      setLength(Number.isFinite(known) ? known : 0)
    },
  }
  return [element, { playing, at, length, muted, toggle, seek, frame, skip: (seconds: number) => seek(now() + seconds), mute: () => setMuted(!muted) }, listeners] as const
}
export type Player = ReturnType<typeof usePlayer>[1]
