import { BadgeCheck, CarFront, Coins, Gift, Rocket, WandSparkles, X } from 'lucide-react'
import { useWords } from '../src/i18n/language'
import type { GiftKind } from './wire'
import { page } from './words'

const icons = [Gift, WandSparkles, BadgeCheck, CarFront, Rocket]

/** GiftIcon is a gift of the default catalogue; any other is a parcel. */
export function GiftIcon({ kind, size }: { kind: number; size: number }) {
  const Icon = icons[kind] ?? Gift
  return <span className={`token token-${icons[kind] ? kind : 0}`} aria-hidden="true"><Icon size={size} strokeWidth={1.8} /></span>
}

export function Tray({ gifts, coins, give, close }: { gifts: GiftKind[]; coins: number; give: (gift: GiftKind) => void; close: () => void }) {
  const w = useWords(page)
  return (
    <section className="tray" aria-label={w.gifts}>
      <header><b>{w.gifts}</b><span className="purse"><Coins size={15} aria-hidden="true" />{coins}</span><button type="button" className="round faint" aria-label={w.close} onClick={close}><X size={18} /></button></header>
      <ul>
        {gifts.map((gift) => (
          <li key={gift.giftId}>
            <button type="button" disabled={gift.cloudCoin > coins} onClick={() => give(gift)}>
              <GiftIcon kind={gift.giftId} size={28} /><b>{gift.giftName}</b><small><Coins size={12} aria-hidden="true" />{gift.cloudCoin}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
