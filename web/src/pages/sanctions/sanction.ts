import type { Schemas } from '../../api/client'

export type Sanction = Schemas['SanctionItem']

/** How a sanction stands. Coming: its decision can still be taken back. */
export type Standing = 'force' | 'coming' | 'lifted' | 'ended' | 'once'

export function standingOf(s: Sanction, now: number): Standing {
  if (s.lifted_at) return 'lifted'
  if (Date.parse(s.starts_at) > now) return 'coming'
  if (s.final) return 'once'
  if (s.ends_at && Date.parse(s.ends_at) <= now) return 'ended'
  return s.in_force ? 'force' : 'ended'
}

/** hoursOf is how long a sanction was meant to last, to the minute; -1: for ever. */
export function hoursOf(s: Pick<Sanction, 'starts_at' | 'ends_at'>): number {
  return s.ends_at ? Math.max(1, Math.round((Date.parse(s.ends_at) - Date.parse(s.starts_at)) / 60_000)) / 60 : -1
}

/** liftOf is what the platform is told when a sanction is lifted; null where it has no word for it. */
export function liftOf(s: Pick<Sanction, 'action' | 'module_type'>): string | null {
  if (s.action === 'mute' && s.module_type === 1) return 'lift_hall_mute'
  if (s.action === 'mute' && s.module_type === 2) return 'lift_show_mute'
  if (s.action === 'close_show') return 'reopen_show'
  if (s.action === 'kick_room') return 'lift_kick_room'
  return s.action === 'login_limit' ? 'lift_login_limit' : null
}
