/** The space between pictures, and the line below each, in pixels. */
export const gap = 12
export const caption = 20
/** A picture smaller than this cannot be judged: then the grid scrolls. */
export const smallest = 84

export interface Grid { columns: number; side: number }

/** gridFor chooses the columns by which so many square pictures are as large as can be with all of them in sight. */
export function gridFor(count: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, side: 0 }
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(count / columns)
    const across = (width - gap * (columns - 1)) / columns
    const down = (height - gap * (rows - 1)) / rows - caption
    const side = Math.floor(Math.min(across, down))
    // As large with more beside each other leaves less of the width empty.
    if (side >= best.side) best = { columns, side }
  }
  if (best.side >= smallest) return best
  const columns = Math.max(1, Math.floor((width + gap) / (smallest + gap)))
  return { columns, side: Math.max(1, Math.floor((width - gap * (columns - 1)) / columns)) }
}

/** moved is where the focus goes: within the grid, never round its ends. */
export function moved(at: number, direction: 'up' | 'down' | 'left' | 'right', columns: number, count: number): number {
  const to = { up: at - columns, down: at + columns, left: at - 1, right: at + 1 }[direction]
  if (to >= 0 && to < count) return to
  // Below the last picture of a column: the last one, where there is a lower row.
  if (direction === 'down' && Math.floor(at / columns) < Math.floor((count - 1) / columns)) return count - 1
  return at
}
