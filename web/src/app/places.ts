import { Activity, AppWindow, BookType, ChartSpline, FileSearch, Gauge, Gavel, Gift, Image, Images, MessageCircleMore, MessageSquareWarning, MessagesSquare, Phone, Radio, Scale, ScrollText, Send, Settings, UserRoundSearch, UserSquare, Users, Video, type LucideIcon } from 'lucide-react'
import type { Permission } from '../api/session'
import type { shell } from './words'

export interface Place {
  name: keyof (typeof shell)['zh'] & string
  path: string
  icon: LucideIcon
  needs: Permission
}

/** The queues, in the order of the sidebar. */
export const queues = ['message', 'album', 'dialogue', 'live', 'evidence', 'profile'] as const
export type Queue = (typeof queues)[number]

const icons: Record<Queue, LucideIcon> = { message: MessageSquareWarning, album: Image, dialogue: MessagesSquare, live: Radio, evidence: Video, profile: UserSquare }

export const reviewPlaces: readonly (Place & { name: Queue })[] = queues.map((queue) => ({ name: queue, path: `/review/${queue}`, icon: icons[queue], needs: 'decide' as const }))

export const managePlaces: readonly Place[] = [
  { name: 'overview', path: '/overview', icon: Activity, needs: 'read' },
  { name: 'cases', path: '/cases', icon: FileSearch, needs: 'read' },
  { name: 'lines', path: '/lines', icon: MessageCircleMore, needs: 'read' },
  { name: 'words', path: '/words', icon: BookType, needs: 'read' },
  { name: 'rules', path: '/rules', icon: Scale, needs: 'read' },
  { name: 'thresholds', path: '/thresholds', icon: Gauge, needs: 'read' },
  { name: 'calls', path: '/calls', icon: Phone, needs: 'read' },
  { name: 'pictures', path: '/pictures', icon: Images, needs: 'read' },
  { name: 'models', path: '/models', icon: ChartSpline, needs: 'read' },
  { name: 'party', path: '/party', icon: Gift, needs: 'read' },
  { name: 'people', path: '/people', icon: UserRoundSearch, needs: 'read' },
  { name: 'sanctions', path: '/sanctions', icon: Gavel, needs: 'read' },
  { name: 'deliveries', path: '/deliveries', icon: Send, needs: 'read' },
  { name: 'apps', path: '/apps', icon: AppWindow, needs: 'read' },
  { name: 'staff', path: '/staff', icon: Users, needs: 'oversee' },
  { name: 'audit', path: '/audit', icon: ScrollText, needs: 'oversee' },
  { name: 'settings', path: '/settings', icon: Settings, needs: 'read' },
]

