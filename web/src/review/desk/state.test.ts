import { describe, expect, it } from 'vitest'
import { Problem } from '../../api/client'
import { type DeskEvent, type DeskState, desk, emptyDesk, wanted } from './state'
import type { WorkCase } from './work'

const work = (id: number) => ({ id, version: 1, lease_token: `t${id}` }) as WorkCase
const after = (...events: DeskEvent[]): DeskState => events.reduce(desk, emptyDesk)
const claimed = (...ids: number[]): DeskEvent => ({ type: 'claimed', cases: ids.map(work), asked: 2, at: 0 })
const decided = (id: number, key = `k${id}`): DeskEvent => ({ type: 'act', key, group: key, work: work(id), act: { kind: 'decide', verdict: { verdict: 'pass' } } })
const answered = (id: number): DeskEvent => ({ type: 'answered', key: `k${id}`, at: 0, decided: { decision_id: 1, version: 2, undo_until: '2026-01-01T00:00:10Z' } })
const ids = (state: DeskState) => [state.hand?.work.id, ...state.next.map((one) => one.id)]
const conflict = new Problem({ status: 409, code: 'case_decided', conflict: { by: '7', verdict: 'ad' } })

describe('desk', () => {
  it('shows the first case and keeps the second ready', () => {
    expect(ids(after(claimed(1, 2)))).toEqual([1, 2])
    expect(wanted(after(claimed(1, 2)))).toBe(0)
  })

  it('goes on at once, and asks for as many as are held and pending besides the new one', () => {
    const state = after(claimed(1, 2), decided(1))
    expect(ids(state)).toEqual([2])
    expect(wanted(state)).toBe(3)
  })

  it('does not show a case again that an older answer still names', () => {
    const state = after(claimed(1, 2), decided(1), answered(1), { type: 'claimed', cases: [work(1), work(2), work(3)], asked: 3, at: 0 })
    expect(ids(state)).toEqual([2, 3])
    expect(state.dry).toBe(false)
  })

  it('is dry when less comes than was asked for, until it is stirred', () => {
    expect(after(claimed(1)).dry).toBe(true)
    expect(after(claimed(1), { type: 'stir' }).dry).toBe(false)
  })

  it('pins a refused decision beside the case in hand', () => {
    const state = after(claimed(1, 2), decided(1), { type: 'refused', key: 'k1', problem: conflict })
    expect(ids(state)).toEqual([2])
    expect(state.refused.map((one) => [one.work.id, one.problem.conflict?.by])).toEqual([[1, '7']])
    expect(ids(desk(state, { type: 'retake', key: 'k1' }))).toEqual([1, 2])
  })

  it('brings a conflict back in hand where nothing else is', () => {
    const state = after(claimed(1), decided(1), { type: 'refused', key: 'k1', problem: conflict })
    expect(state.hand?.trouble).toEqual({ code: 'case_decided', conflict: { by: '7', verdict: 'ad' } })
    expect(desk(state, { type: 'pass_over' }).hand).toBeNull()
  })

  it('marks a lost lease in hand and drops a lost next case', () => {
    const lost = (id: number): DeskEvent => ({ type: 'lost', id, trouble: { code: 'lease_lost' } })
    const state = after(claimed(1, 2), lost(2), lost(1))
    expect(ids(state)).toEqual([1])
    expect(state.hand?.trouble?.code).toBe('lease_lost')
  })

  it('puts an undone case back in hand before what was there', () => {
    const state = after(claimed(1, 2), decided(1), answered(1), { type: 'undo', keys: ['k1'] }, { type: 'undone', key: 'k1', work: work(1) })
    expect(ids(state)).toEqual([1, 2])
    expect(state.sent).toEqual([])
  })

  it('remembers an undo of a decision that is not answered yet', () => {
    const state = after(claimed(1, 2), decided(1), { type: 'undo', keys: ['k1'] })
    expect(state.sent[0]).toMatchObject({ state: 'sending', undoWanted: true })
  })

  it('lets the rest of a group wait behind its first', () => {
    const grouped: DeskEvent = { type: 'act', key: 'k2', group: 'k1', work: work(2), act: { kind: 'decide', verdict: { verdict: 'ad' } } }
    const state = after(claimed(1, 3), decided(1), grouped, { type: 'undone', key: 'k1', work: work(1) }, { type: 'undone', key: 'k2', work: work(2) })
    expect(ids(state)).toEqual([1, 3, 2])
  })

  it('keeps the case in hand during a break and loses it when nobody is there', () => {
    expect(ids(after(claimed(1, 2), { type: 'rest', rest: 'paused' }))).toEqual([1])
    expect(wanted(after({ type: 'rest', rest: 'paused' }))).toBe(0)
    expect(after(claimed(1, 2), { type: 'rest', rest: 'idle' }).hand).toBeNull()
  })

  it('takes a longer lease over', () => {
    const state = after(claimed(1), { type: 'renewed', id: 1, lease: { lease_token: 'new', lease_expires_at: 'later', version: 1 } })
    expect(state.hand?.work).toMatchObject({ lease_token: 'new', lease_expires_at: 'later' })
  })
})
