import type { Message } from '../desk/work'
import { Film } from './film'
import { Veiled } from './picture'
import { Sound } from './sound'

/** Evidence shows a message's medium, whatever it is; nothing where it has none. */
export function Evidence({ message, risky, focused, alt, className }: { message: Message; risky: boolean; focused?: boolean; alt?: string; className?: string }) {
  if (!message.media) return null
  if (message.type === 'audio') return <Sound media={message.media} alt={alt} text={message.text} focused={focused} className={className} />
  if (message.type === 'video') return <Film media={message.media} alt={alt} risky={risky} focused={focused} className={className ?? 'w-full max-w-[420px]'} />
  return <Veiled media={message.media} alt={alt} risky={risky} focused={focused} className={className ?? 'size-28 rounded-card'} />
}
