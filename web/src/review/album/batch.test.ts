import { describe, expect, it } from 'vitest'
import type { WorkCase } from '../desk/work'
import { type Batch, type BatchEvent, asksFirst, batchOf, byOwner, changed, tally, verdictOf } from './batch'

const work = (id: number, owner: string, part: Partial<WorkCase> & { url?: string } = {}): WorkCase => ({
  id, app: 'live', kind: 'album', version: 1, lease_token: `t${id}`, lease_expires_at: '2026-01-01T00:10:00Z', opened_at: '2026-01-01T00:00:00Z',
  allowed: [{ module: 'user', module_type: 4, punish_types: [{ type: 'mute', required_time: true }, { type: 'delete', required_time: false }] }],
  complaints: ['ad'], content: { entrance: { mod: 15, module: 'user', module_type: 4, name: 'album' }, messages: [{ type: 'picture', sender_id: owner, url: part.url ?? `/p/${id}.jpg`, media: `/media/cases/${id}/0` }] },
  durations: [1, 24, -1], escalated: false, history: { decisions: 0, reports: 0, last_decisions: [], last_sanctions: [] }, protected: false, report_count: 1, reports: [], risk: false,
  reasons: [{ label: 'porn', key: 1, complaints: 0 }, { label: 'ad', key: 2, complaints: 1, suggestion: { offence: 1, actions: [{ type: 'delete', module_type: 4, hours: 0 }, { type: 'mute', module_type: 4, hours: 24 }] } }],
  subject: { kind: 'user', id: owner }, ...part,
} as WorkCase)

const after = (state: Batch, ...events: BatchEvent[]) => events.reduce(changed, state)
const marks = (state: Batch) => state.cells.map((cell) => cell.mark ?? '-').join(' ')

describe('a batch', () => {
  const four = batchOf([work(1, 'a'), work(2, 'b'), work(3, 'a'), work(4, 'c')])

  it('is marked where the focus is; the same reason again takes the mark back', () => {
    const one = after(four, { type: 'focus', at: 1 }, { type: 'mark', label: 'ad' })
    expect(marks(one)).toBe('- ad - -')
    expect(marks(after(one, { type: 'mark', label: 'porn' }))).toBe('- porn - -')
    expect(marks(after(one, { type: 'mark', label: 'ad' }))).toBe('- - - -')
    expect(marks(after(one, { type: 'clear' }))).toBe('- - - -')
  })
  it('toggles with the last reason and does nothing without one', () => {
    expect(marks(after(four, { type: 'toggle', label: null }))).toBe('- - - -')
    expect(marks(after(four, { type: 'toggle', label: 'ad' }))).toBe('ad - - -')
    expect(marks(after(four, { type: 'toggle', label: 'ad' }, { type: 'toggle', label: 'ad' }))).toBe('- - - -')
  })
  it('knows no reason that the app has not', () => {
    expect(marks(after(four, { type: 'mark', label: 'gambling' }))).toBe('- - - -')
  })
  it('marks all of one owner, of the same app only, and takes it back', () => {
    const mixed = batchOf([work(1, 'a'), work(2, 'b'), work(3, 'a'), work(4, 'a', { app: 'other' })])
    const all = after(mixed, { type: 'owner', label: 'ad' })
    expect(marks(all)).toBe('ad - ad -')
    expect(marks(after(all, { type: 'owner', label: 'ad' }))).toBe('- - - -')
    expect(byOwner(mixed, mixed.cells[3] as never)).toHaveLength(1)
  })
  it('stacks what has the same address, and counts every case of it', () => {
    const stacked = batchOf([work(1, 'a', { url: '/x' }), work(2, 'b'), work(3, 'c', { url: '/x' })])
    expect(stacked.cells.map((cell) => cell.works.length)).toEqual([2, 1])
    const { passed, marked, labels } = tally(after(stacked, { type: 'mark', label: 'ad' }))
    expect([passed, marked, labels.get('ad')]).toEqual([1, 2, 2])
    // A lost case of a stack leaves the others to decide.
    expect(after(stacked, { type: 'out', ids: [1], out: { why: 'lost' } }).cells[0]?.out).toBeUndefined()
  })
  it('neither marks nor counts what is out, and takes it in again when it is claimed anew', () => {
    const lost = after(four, { type: 'out', ids: [1], out: { why: 'lost' } }, { type: 'mark', label: 'ad' })
    expect([marks(lost), tally(lost).passed]).toEqual(['- - - -', 3])
    const back = after(lost, { type: 'back', works: [work(1, 'a', { lease_token: 'new' })] })
    expect([back.cells[0]?.out, back.cells[0]?.works[0]?.lease_token]).toEqual([undefined, 'new'])
    const skipped = after(four, { type: 'out', ids: [1], out: { why: 'skipped' } }, { type: 'back', works: [work(1, 'a')] })
    expect(skipped.cells[0]?.out?.why).toBe('skipped')
  })
  it('groups by owner and back, and the focus stays on its picture', () => {
    const grouped = after(four, { type: 'focus', at: 3 }, { type: 'group', on: true })
    expect([grouped.cells.map((cell) => cell.id), grouped.at]).toEqual([[1, 3, 2, 4], 3])
    const back = after(grouped, { type: 'focus', at: 1 }, { type: 'group', on: false })
    expect([back.cells.map((cell) => cell.id), back.at]).toEqual([[1, 2, 3, 4], 2])
  })
  it('asks first when more than half of four or more are marked', () => {
    const mark = (...at: number[]): BatchEvent[] => at.flatMap((n): BatchEvent[] => [{ type: 'focus', at: n }, { type: 'mark', label: 'ad' }])
    expect(asksFirst(after(four, ...mark(0, 1)))).toBe(false)
    expect(asksFirst(after(four, ...mark(0, 1, 2)))).toBe(true)
    const three = batchOf([work(1, 'a'), work(2, 'b'), work(3, 'c')])
    expect(asksFirst(after(three, ...mark(0, 1, 2)))).toBe(false)
  })
  it('decides as the ladder suggests, and passes what is not marked', () => {
    const item = work(1, 'a')
    expect(verdictOf(item, {})).toEqual({ verdict: 'pass' })
    expect(verdictOf(item, { mark: 'porn', note: ' 见图 ' })).toEqual({ verdict: 'porn', memo: '见图' })
    const { actions } = verdictOf(item, { mark: 'ad' })
    expect(actions?.map(({ type, hours }) => [type, hours])).toEqual([['delete', undefined], ['mute', 24]])
  })
})
