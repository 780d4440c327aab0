import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Evidence } from '../../review/veil/evidence'
import { cx } from '../../ui/class'
import { Fact, Facts } from '../../ui/facts'
import { ForeignLine, UserLink } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import { storyWords } from './words'

type Message = Schemas['ShownMessage']

/** Messages is what was said or shown, with who it was. */
export function Messages({ messages, app, accused, risky, small }: { messages: readonly Message[]; app: string; accused?: string; risky: boolean; small?: boolean }) {
  return (
    <ol className="flex flex-col">
      {messages.map((message, i) => {
        const again = i > 0 && messages[i - 1]?.sender_id === message.sender_id
        return <Row key={i} message={message} app={app} accused={accused !== undefined && message.sender_id === accused} again={again} risky={risky} small={small} />
      })}
    </ol>
  )
}

function Row({ message, app, accused, again, risky, small }: { message: Message; app: string; accused: boolean; again: boolean; risky: boolean; small?: boolean }) {
  const t = useWords(storyWords)
  const sender = message.sender_id ?? ''
  return (
    <li className={cx('flex gap-3 border-l-[3px] px-4 py-2', accused && !small ? 'border-danger bg-danger-soft' : 'border-transparent')}>
      <span className="w-7 shrink-0">{!again && sender && <Avatar name={sender} size={28} />}</span>
      <div className="min-w-0 flex-1">
        {!again && sender && (
          <p className="flex min-w-0 items-center gap-2 text-label">
            <UserLink app={app} id={sender} className="max-w-64 font-medium" />
            {accused && <Tag tone="danger">{t.accused}</Tag>}
          </p>
        )}
        {message.text && <p dir="auto" className={cx('foreign max-w-[46em]', small ? 'text-ui' : 'text-evidence')}>{message.text}</p>}
        {message.media && <div className="py-1"><Evidence message={message} risky={risky} className={message.type === 'picture' ? (small ? 'size-20 rounded-card' : 'size-40 rounded-card') : undefined} /></div>}
      </div>
    </li>
  )
}

/** Profile is what a user, group or show says of itself. */
export function Profile({ profile, app }: { profile: Schemas['ProfileBody']; app: string }) {
  const t = useWords(storyWords)
  return (
    <div className="px-4 py-3">
      <Facts>
        <Fact name={t.profileName}>{profile.name && <span dir="auto" className="foreign text-evidence">{profile.name}</span>}</Fact>
        <Fact name={t.profileDesc}>{profile.desc && <span dir="auto" className="foreign block max-w-[46em] text-evidence">{profile.desc}</span>}</Fact>
        <Fact name={t.profilePlace}>{profile.place_id && <ForeignLine>{profile.place_id}</ForeignLine>}</Fact>
        <Fact name={t.profileOwner}>{profile.owner_id && <UserLink app={app} id={profile.owner_id} />}</Fact>
      </Facts>
    </div>
  )
}
