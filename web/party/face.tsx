import { useState } from 'react'

const hues = 8

/** Face is somebody's picture; his initial where there is none. */
export function Face({ name, icon, size = 'm', online }: { name: string; icon?: string; size?: 's' | 'm' | 'l' | 'xl'; online?: boolean }) {
  const [broken, setBroken] = useState(false)
  const hue = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % hues
  return (
    <span className={`face face-${size} hue-${hue}`} aria-hidden="true">
      {icon && !broken ? <img src={icon} alt="" onError={() => setBroken(true)} draggable={false} /> : <span>{[...name][0]}</span>}
      {online !== undefined && <i data-online={online || undefined} />}
    </span>
  )
}
