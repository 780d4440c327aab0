import type { ReactNode } from 'react'
import { BreakBand, IdleBand, RefusedCards } from './bands'
import { useThisBreak } from './break'
import type { Desk } from './desk'
import { UndoStrip } from './undo'

/** Foot is what stands below the evidence: what somebody must know, then the strip with its fixed seats. Of a case that is drawn ahead it says nothing: no desk. */
export function Foot({ desk, children, banner }: { desk: Desk | null; children?: ReactNode; banner?: ReactNode }) {
  const rest = useThisBreak()
  return (
    <>
      {desk && rest?.due && <BreakBand minutes={rest.minutes} onBreak={rest.take} onLater={rest.later} />}
      {desk && <IdleBand desk={desk} />}
      {desk && <RefusedCards desk={desk} />}
      {banner}
      <div className="flex h-10 shrink-0 items-center gap-3 border-t border-line bg-surface px-5">
        {children ?? <span className="flex-1" />}
        {desk && <UndoStrip desk={desk} />}
      </div>
    </>
  )
}
