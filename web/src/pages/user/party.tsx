import { Link } from '@tanstack/react-router'
import { PhoneCall, WalletMinimal, type LucideIcon } from 'lucide-react'
import type { Schemas } from '../../api/client'
import { useApps } from '../../api/known'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Section } from '../../ui/facts'
import { userWords } from './words'

/** AtTheParty leads to what somebody has and whom he called, where his app has a party. */
export function AtTheParty({ user }: { user: Schemas['UserPage'] }) {
  const t = useWords(userWords)
  const { may } = useSession()
  const apps = useApps()
  if (!apps.data?.items.some((item) => item.app.id === user.app && item.party)) return null
  const link = (part: string, name: string, Icon: LucideIcon) => (
    <Link to="/party" search={{ app: user.app, part, user_id: user.user_id }} className="inline-flex h-8 items-center gap-2 rounded-control border border-line-strong bg-surface px-3 hover:bg-hover"><Icon size={14} aria-hidden="true" className="text-ink-3" />{name}</Link>
  )
  return <Section title={t.party}><div className="flex flex-wrap gap-2">{link('wallets', t.wallet, WalletMinimal)}{may('oversee') && link('calls', t.calls, PhoneCall)}</div></Section>
}
