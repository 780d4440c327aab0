import { Flag } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { cx } from '../../ui/class'
import { UserLink } from '../../ui/foreign'
import { Avatar, Tag } from '../../ui/tag'
import type { WorkCase } from '../desk/work'
import { messageWords } from './words'

/** Place is the profile of a user, or of the group or show where it happened. Where nothing was said, it is what was reported. */
export function Place({ work }: { work: WorkCase }) {
  const t = useWords(messageWords)
  const { profile, messages, entrance } = work.content
  if (!profile) return null
  const isReported = messages.length === 0
  const kind = { 1: t.profileHall, 2: t.profileShow, 3: t.profileGroup, 4: t.profileUser }[entrance.module_type] ?? t.profileHall
  if (!isReported && !profile.name && !profile.desc) return null
  return (
    <section aria-label={isReported ? t.reportedProfile : kind} className={cx('relative flex gap-3', isReported ? 'bg-danger-soft px-5 py-4' : 'mx-5 mb-3 rounded-card border border-line bg-sunken px-4 py-3')}>
      {isReported && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-[3px] bg-danger" />}
      <Avatar name={profile.name || profile.place_id || profile.owner_id || '?'} size={isReported ? 40 : 28} />
      <div className="min-w-0 flex-1">
        <p className="flex min-h-5 items-center gap-2 text-label text-ink-3">
          {kind}
          {isReported && <Tag tone="danger" icon={<Flag size={11} />}>{t.people(work.report_count)}</Tag>}
          {profile.place_id && <span className="foreign-line">{t.place} <bdi className="text-ink-2">{profile.place_id}</bdi></span>}
          {profile.owner_id && <span className="flex min-w-0 gap-1">{entrance.module_type === 4 ? t.place : t.owner} <UserLink app={work.app} id={profile.owner_id} className="text-label" /></span>}
        </p>
        <p dir="auto" className={cx('foreign max-w-[46em]', isReported ? 'text-reported font-medium' : 'text-ui font-medium', !profile.name && 'text-ink-3')}>{profile.name || t.noName}</p>
        {(profile.desc || isReported) && <p dir="auto" className={cx('foreign max-w-[46em]', isReported ? 'text-evidence' : 'text-ui text-ink-2', !profile.desc && 'text-ink-3')}>{profile.desc || t.noDesc}</p>}
      </div>
    </section>
  )
}
