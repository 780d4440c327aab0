import { describe, expect, it } from 'vitest'
import { Problem } from '../../api/client'
import type { WorkCase } from '../desk/work'
import { type AlbumEvent, type AlbumState, album, batchSize, emptyAlbum, heldWorks, wanted } from './state'

const work = (id: number): WorkCase => ({
  id, app: 'live', version: 1, lease_token: `t${id}`, opened_at: '2026-01-01T00:00:00Z', content: { messages: [{ type: 'picture', url: `/${id}` }] }, reasons: [{ label: 'ad', key: 1, complaints: 0 }], subject: { kind: 'user', id: 'a' },
} as unknown as WorkCase)
const claimed = (...ids: number[]): AlbumEvent => ({ type: 'claimed', cases: ids.map(work), asked: ids.length, prepare: (fresh) => fresh })
const after = (state: AlbumState, ...events: AlbumEvent[]) => events.reduce(album, state)
const shown = (state: AlbumState) => state.batch?.cells.map((cell) => cell.id)

describe('the album', () => {
  it('claims a batch, and the next one while the first is looked at', () => {
    expect(wanted(emptyAlbum, false)).toBe(batchSize)
    const one = after(emptyAlbum, claimed(1, 2, 3))
    expect([shown(one), wanted(one, false), wanted(one, true)]).toEqual([[1, 2, 3], 0, batchSize + 3])
    const two = after(one, claimed(1, 2, 3, 4, 5))
    expect([shown(two), two.next[0]?.cells.length, wanted(two, true)]).toEqual([[1, 2, 3], 2, 0])
  })
  it('shows the next batch at once and never shows again what was sent', () => {
    const sent = after(emptyAlbum, claimed(1, 2), claimed(1, 2, 3), { type: 'submit', key: 'b', keys: ['k1', 'k2'] })
    expect([shown(sent), sent.sent[0]?.parcels.map((parcel) => parcel.key)]).toEqual([[3], ['k1', 'k2']])
    expect(heldWorks(after(sent, claimed(1, 2, 3)))).toHaveLength(1)
  })
  it('brings a batch back with its marks once all of it is taken back', () => {
    const sent = after(emptyAlbum, claimed(1, 2), { type: 'batch', event: { type: 'mark', label: 'ad' } }, claimed(1, 2, 3), { type: 'submit', key: 'b', keys: ['k1', 'k2'] })
    const half = after(sent, { type: 'parcel', batch: 'b', key: 'k1', state: 'done' }, { type: 'undo', key: 'b' }, { type: 'parcel', batch: 'b', key: 'k1', state: 'undone', work: { ...work(1), lease_token: 'new' } })
    expect(shown(half)).toEqual([3])
    const back = after(half, { type: 'parcel', batch: 'b', key: 'k2', state: 'undone' })
    expect([shown(back), back.batch?.cells[0]?.mark, back.batch?.cells[0]?.works[0]?.lease_token, back.next.map((next) => next.cells[0]?.id)]).toEqual([[1, 2], 'ad', 'new', [3]])
  })
  it('leaves what is too late to take back, and says how many', () => {
    const sent = after(emptyAlbum, claimed(1, 2), { type: 'submit', key: 'b', keys: ['k1', 'k2'] }, { type: 'undo', key: 'b' })
    const back = after(sent, { type: 'parcel', batch: 'b', key: 'k1', state: 'kept' }, { type: 'parcel', batch: 'b', key: 'k2', state: 'undone' })
    expect([shown(back), back.tooLate]).toEqual([[2], 1])
  })
  it('keeps refused decisions in sight', () => {
    const problem = new Problem({ status: 409, code: 'case_decided' })
    const refused = after(emptyAlbum, claimed(1), { type: 'submit', key: 'b', keys: ['k'] }, { type: 'parcel', batch: 'b', key: 'k', state: 'refused', problem })
    expect(refused.refused.map((one) => one.problem.code)).toEqual(['case_decided'])
  })
  it('goes on to the next batch when the whole of this one is lost', () => {
    const lost = after(emptyAlbum, claimed(1), claimed(1, 2), { type: 'batch', event: { type: 'out', ids: [1], out: { why: 'lost' } } })
    expect(shown(lost)).toEqual([2])
  })
  it('keeps the batch in a break and gives all up when nobody is there', () => {
    const busy = after(emptyAlbum, claimed(1), claimed(1, 2))
    expect([shown(after(busy, { type: 'rest', rest: 'paused' })), after(busy, { type: 'rest', rest: 'paused' }).next]).toEqual([[1], []])
    expect(after(busy, { type: 'rest', rest: 'idle' }).batch).toBeNull()
  })
})
