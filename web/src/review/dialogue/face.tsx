import { memo, useState } from 'react'
import { usePreferences } from '../../app/preferences'
import { Avatar } from '../../ui/tag'
import { filterOf, isVeiled } from '../veil/rule'
import type { DialogueUser } from './draft'

/** Face is the picture that somebody shows of himself, veiled where pictures are; his first character where he has none. */
export const Face = memo(function Face({ user, name, risky, size = 28 }: { user?: DialogueUser; name: string; risky: boolean; size?: number }) {
  const [preferences] = usePreferences()
  const [failed, setFailed] = useState(false)
  const media = user?.avatar?.media
  if (!media || failed) return <Avatar name={name} size={size} />
  const veiled = isVeiled(preferences.veil, risky)
  return (
    <span aria-hidden="true" className="relative block shrink-0 overflow-hidden rounded-full bg-active [container-type:inline-size]" style={{ width: size, height: size }}>
      <img
        src={`${media}/${veiled ? 'veil' : 'thumb'}`} alt="" loading="lazy" decoding="async" draggable={false} onError={() => setFailed(true)}
        className="absolute inset-0 size-full object-cover" style={{ filter: filterOf(preferences, veiled ? 'veil' : 'open') }}
      />
    </span>
  )
})
