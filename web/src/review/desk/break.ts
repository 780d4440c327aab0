import { createContext, useContext, useEffect, useState } from 'react'
import { useIntake } from '../../app/intake'
import { usePreferences } from '../../app/preferences'

export interface Break { due: boolean; minutes: number; take: () => void; later: () => void }

// When this reviewing began. It goes on through all queues, and begins anew after a break.
let began: number | null = null
let remindAt = 0

const minute = 60_000

/** useBreak proposes a break after the minutes of the preferences; it comes up between two cases, never over one. */
export function useBreak(inHand: number | undefined): Break {
  const [{ breakMinutes }] = usePreferences()
  const [taking, setTaking] = useIntake()
  const [shown, setShown] = useState(0)
  useEffect(() => {
    if (!taking) began = null
    if (!taking || inHand === undefined) return undefined
    const timer = setTimeout(() => {
      const now = Date.now()
      began ??= now
      setShown(breakMinutes > 0 && now - began >= breakMinutes * minute && now >= remindAt ? Math.floor((now - began) / minute) : 0)
    })
    return () => clearTimeout(timer)
  }, [inHand, taking, breakMinutes])
  return {
    due: taking && shown > 0, minutes: shown,
    take: () => setTaking(false),
    later: () => {
      remindAt = Date.now() + 10 * minute
      setShown(0)
    },
  }
}

/** ThisBreak is the break that is due, for whoever draws the foot of a case. */
export const ThisBreak = createContext<Break | undefined>(undefined)

export function useThisBreak(): Break | undefined {
  return useContext(ThisBreak)
}
