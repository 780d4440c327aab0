import { useEffect } from 'react'

const tones = [660, 880] // Hz

/** Bell rings, as soon as the browser lets it: pages that nobody has touched are silent. */
export function Bell() {
  useEffect(() => {
    const sound = new AudioContext()
    const ring = () => tones.forEach((pitch, n) => strike(sound, pitch, sound.currentTime + n * 0.22))
    ring()
    const again = window.setInterval(ring, 2_000)
    return () => {
      clearInterval(again)
      void sound.close()
    }
  }, [])
  return null
}

function strike(sound: AudioContext, pitch: number, at: number) {
  const tone = sound.createOscillator()
  const volume = sound.createGain()
  tone.frequency.value = pitch
  volume.gain.setValueAtTime(0.0001, at)
  volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
  tone.connect(volume).connect(sound.destination)
  tone.start(at)
  tone.stop(at + 0.55)
}
