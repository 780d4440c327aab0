import type { Gift } from './requests'

/** Row is a gift as it is being changed. A stored one keeps its id: another id is another gift. */
export interface Row { key: string; fresh: boolean; id: string; name: string; price: string; off: boolean }

export const mostGifts = 200
const mostName = 64

export function rowsOf(gifts: readonly Gift[]): Row[] {
  return gifts.map(({ id, name, price, off }) => ({ key: String(id), fresh: false, id: String(id), name, price: String(price), off: off ?? false }))
}

/** whole is a number of coins or an id as typed; null for what is none, or more than a browser counts exactly. */
export function whole(typed: string): number | null {
  const number = Number(typed)
  return /^[1-9]\d*$/.test(typed.trim()) && Number.isSafeInteger(number) ? number : null
}

/** isExact tells whether a browser can hold the gifts without rounding. */
export function isExact(gifts: readonly Gift[]): boolean {
  return gifts.every(({ id, price }) => Number.isSafeInteger(id) && Number.isSafeInteger(price))
}

export interface Wrong { id?: 'badID' | 'twiceID'; name?: 'badName'; price?: 'badPrice' }

/** wrongOf is what is wrong with a row; empty for nothing. */
export function wrongOf(row: Row, rows: readonly Row[]): Wrong {
  const id = whole(row.id)
  const letters = Array.from(row.name.trim()).length
  return {
    ...(id === null ? { id: 'badID' } : rows.some((other) => other.key !== row.key && whole(other.id) === id) && { id: 'twiceID' }),
    ...((letters < 1 || letters > mostName) && { name: 'badName' }),
    ...(whole(row.price) === null && { price: 'badPrice' }),
  } as Wrong
}

/** giftsOf is what is sent to be stored; null where something is filled in wrongly. */
export function giftsOf(rows: readonly Row[]): Gift[] | null {
  if (rows.length > mostGifts || rows.some((row) => Object.keys(wrongOf(row, rows)).length > 0)) return null
  return rows.map(({ id, name, price, off }) => ({ id: Number(id), name: name.trim(), price: Number(price), ...(off && { off }) }))
}

/** added is the rows with one more, whose id is the next that none has. */
export function added(rows: readonly Row[], key: string): Row[] {
  const last = Math.max(0, ...rows.map((row) => whole(row.id) ?? 0))
  return [...rows, { key, fresh: true, id: String(last + 1), name: '', price: '', off: false }]
}

/** moved is the rows with one of them a place up (-1) or down (1); at an end it stays. */
export function moved(rows: readonly Row[], key: string, by: -1 | 1): Row[] {
  const from = rows.findIndex((row) => row.key === key)
  const [one, other] = [rows[from], rows[from + by]]
  if (!one || !other) return [...rows]
  return rows.map((row) => (row === one ? other : row === other ? one : row))
}

export type Change = 'added' | 'removed' | 'renamed' | 'priced' | 'switched' | 'moved'

/** changesOf counts what is different, as the reader is told before saving; what did not change is left out. */
export function changesOf(stored: readonly Gift[], rows: readonly Row[]): [Change, number][] {
  const before = new Map(stored.map((gift, at) => [String(gift.id), { ...gift, at }]))
  const kept = rows.flatMap((row) => {
    const gift = row.fresh ? undefined : before.get(row.id)
    return gift ? [{ row, gift }] : []
  })
  const many = (differs: (row: Row, gift: Gift) => boolean) => kept.filter(({ row, gift }) => differs(row, gift)).length
  const all: [Change, number][] = [
    ['added', rows.length - kept.length],
    ['removed', stored.length - kept.length],
    ['renamed', many((row, gift) => row.name.trim() !== gift.name)],
    ['priced', many((row, gift) => row.price.trim() !== String(gift.price))],
    ['switched', many((row, gift) => row.off !== (gift.off ?? false))],
    ['moved', kept.some(({ gift }, i) => i > 0 && gift.at < (kept[i - 1]?.gift.at ?? 0)) ? 1 : 0],
  ]
  return all.filter(([, n]) => n > 0)
}
