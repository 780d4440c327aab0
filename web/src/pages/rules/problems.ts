/** Fault is what is wrong with a part of an expression, in UTF-16 units. */
export interface Fault { from: number; to: number; message: string }

export interface Piece { from: number; text: string; faulty: boolean }

/** pieces cuts an expression at its faults, so that they can be underlined. What lies outside is left out; a fault at the very end takes the last sign. */
export function pieces(text: string, faults: readonly Fault[]): Piece[] {
  const found: Piece[] = []
  let at = 0
  const add = (to: number, faulty: boolean) => {
    if (to > at) found.push({ from: at, text: text.slice(at, to), faulty })
    at = Math.max(at, to)
  }
  for (const fault of faults.toSorted((a, b) => a.from - b.from)) {
    const to = Math.min(text.length, Math.max(fault.to, fault.from + 1))
    const from = Math.min(Math.max(fault.from, 0), Math.max(to - 1, 0))
    if (to <= at) continue
    add(from, false)
    add(to, true)
  }
  add(text.length, false)
  return found
}

/** placeOf is where in a text a unit is, as people count. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1 }
}
