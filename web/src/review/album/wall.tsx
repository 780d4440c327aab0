import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import type { Batch, BatchEvent } from './batch'
import { Picture } from './cell'
import { gap, gridFor, moved } from './grid'
import { albumWords } from './words'

/** useRoom measures what is there for the grid. */
function useRoom(element: RefObject<HTMLElement | null>) {
  const [room, setRoom] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return undefined
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) })
    })
    watch.observe(target)
    return () => watch.disconnect()
  }, [element])
  return room
}

/** Wall is the whole batch in sight: one stop of the Tab key, within which the focus roves. */
export function Wall({ batch, held, turn, last, onColumns, onFailed }: {
  batch: Batch; held: boolean; turn: (event: BatchEvent) => void; last: string | null; onColumns: (columns: number) => void; onFailed: (id: number) => void
}) {
  const t = useWords(albumWords)
  const room = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const { width, height } = useRoom(room)
  const { columns, side } = gridFor(batch.cells.length, width, height)
  useEffect(() => onColumns(columns), [columns, onColumns])
  const go = (direction: 'up' | 'down' | 'left' | 'right') => () => turn({ type: 'focus', at: moved(batch.at, direction, columns, batch.cells.length) })
  useKeys({ up: go('up'), down: go('down'), left: go('left'), right: go('right') })

  // The keyboard's focus follows, unless somebody has gone elsewhere with it.
  const focusedID = batch.cells[batch.at]?.id
  const shown = side > 0
  useEffect(() => {
    const active = document.activeElement
    if (!shown || (active !== document.body && !list.current?.contains(active))) return
    list.current?.querySelector<HTMLElement>(`[data-case="${focusedID}"]`)?.focus()
  }, [focusedID, shown])

  const focus = useCallback((at: number) => turn({ type: 'focus', at }), [turn])
  const toggle = useCallback((at: number) => {
    turn({ type: 'focus', at })
    turn({ type: 'toggle', label: last })
  }, [turn, last])
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-bg p-5 pb-4">
      <div ref={room} className="h-full">
        {shown && (
          <ul ref={list} role="listbox" aria-multiselectable="true" aria-label={t.grid} className="grid content-start" style={{ gridTemplateColumns: `repeat(${columns}, ${side}px)`, gap }}>
            {batch.cells.map((cell, at) => (
              <Picture key={cell.id} cell={cell} at={at} side={side} focused={at === batch.at} held={held && at === batch.at} onFocus={focus} onToggle={toggle} onFailed={onFailed} />
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
