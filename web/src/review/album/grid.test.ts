import { describe, expect, it } from 'vitest'
import { caption, gap, gridFor, moved, smallest } from './grid'

const fits = (count: number, width: number, height: number) => {
  const { columns, side } = gridFor(count, width, height)
  const rows = Math.ceil(count / columns)
  return columns * side + gap * (columns - 1) <= width && rows * (side + caption) + gap * (rows - 1) <= height
}

describe('the grid', () => {
  it('shows the whole batch without scrolling, as large as can be', () => {
    expect(gridFor(24, 900, 690)).toEqual({ columns: 6, side: 140 })
    for (const [width, height] of [[900, 690], [1240, 860], [640, 560], [1500, 500]] as const) for (const count of [1, 2, 7, 23, 24]) expect(fits(count, width, height)).toBe(true)
  })
  it('scrolls rather than show what cannot be judged', () => {
    const { columns, side } = gridFor(24, 300, 200)
    expect([columns, side >= smallest]).toEqual([3, true])
  })
  it('moves the focus within its ends', () => {
    expect([moved(0, 'left', 6, 24), moved(0, 'up', 6, 24), moved(23, 'right', 6, 24), moved(3, 'down', 6, 24), moved(9, 'up', 6, 24)]).toEqual([0, 0, 23, 9, 3])
    // Down from above a gap goes to the last picture.
    expect([moved(5, 'down', 6, 8), moved(7, 'down', 6, 8)]).toEqual([7, 7])
  })
})
