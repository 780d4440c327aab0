import { expect, test } from 'vitest'
import type { WorkCase } from '../desk/work'
import { type EvidenceEvent, blankEvidence, decided, draftedEvidence, keptEvidence, passed } from './draft'

const suggestion = (hours: number, login = false) => ({ offence: 1, actions: [{ type: 'kick_room' as const, module_type: 100, hours }, ...(login ? [{ type: 'login_limit' as const, module_type: 4, hours: -1 }] : [])] })
const work = {
  id: 7, kick_minutes: [10, 30, 60, 1440, 10_080, -1], evidence: { suspected: 'porn' },
  reasons: [{ label: 'porn', key: 1, complaints: 0, suggestion: suggestion(24) }, { label: 'ad', key: 2, complaints: 0, suggestion: suggestion(1) }, { label: 'illegal', key: 5, complaints: 0, suggestion: suggestion(-1, true) }],
  allowed: [{ module_type: 100, module: 'call', punish_types: [{ type: 'kick_room', required_time: true }] }, { module_type: 4, module: 'user', punish_types: [{ type: 'login_limit', required_time: true }] }],
} as unknown as WorkCase

const after = (...events: EvidenceEvent[]) => events.reduce(draftedEvidence(work), blankEvidence(work))
const places = (all: string) => `证据：第 ${all} 条`

test('a case comes with what its cloud suspects, as the ladder has it', () => {
  expect(blankEvidence(work)).toEqual({ reason: 'porn', minutes: 1440, login: false, note: '', marked: [] })
  expect(blankEvidence({ ...work, evidence: undefined })).toMatchObject({ reason: null, minutes: 60 })
})

test('one act decides with the reason and the length', () => {
  expect(decided(blankEvidence(work), 'kick_room', places)).toEqual({ verdict: 'porn', actions: [{ type: 'kick_room', hours: 24 }] })
  expect(decided(after({ type: 'reason', label: 'ad' }, { type: 'step', by: -1 }), 'kick_room', places)).toEqual({ verdict: 'ad', actions: [{ type: 'kick_room', minutes: 30 }] })
  expect(decided(after({ type: 'minutes', minutes: -1 }), 'kick_room', places)?.actions).toEqual([{ type: 'kick_room', hours: -1 }])
  expect(decided(after(), 'warn', places)?.actions).toEqual([{ type: 'warn' }])
  expect(decided(after(), null, places)).toEqual({ verdict: 'porn' })
})

test('without a reason nothing is done', () => {
  expect(decided(after({ type: 'reason', label: 'porn' }), 'kick_room', places)).toBeNull()
  expect(after({ type: 'reason', label: 'unheard' }).reason).toBe('porn')
})

test('the log-in is limited in whole hours, as the ladder has it or as it is chosen', () => {
  expect(decided(after({ type: 'minutes', minutes: 10 }, { type: 'login' }), null, places)?.actions).toEqual([{ type: 'login_limit', hours: 1 }])
  expect(decided(after({ type: 'reason', label: 'illegal' }), 'kick_room', places)?.actions).toEqual([{ type: 'kick_room', hours: -1 }, { type: 'login_limit', hours: -1 }])
})

test('marked evidence is told with a verdict, never with a pass', () => {
  const draft = after({ type: 'mark', n: 3 }, { type: 'mark', n: 1 }, { type: 'mark', n: 9 }, { type: 'mark', n: 9 }, { type: 'note', note: ' 熟人 ' })
  expect(decided(draft, 'warn', places)?.memo).toBe('熟人\n证据：第 1, 3 条')
  expect(passed(draft)).toEqual({ verdict: 'pass', memo: '熟人' })
})

test('lengths stop at their ends', () => {
  expect(after(...Array.from({ length: 9 }, () => ({ type: 'step', by: 1 }) as const)).minutes).toBe(-1)
  expect(after(...Array.from({ length: 9 }, () => ({ type: 'step', by: -1 }) as const)).minutes).toBe(10)
})

test('what was laid away comes back as far as it fits', () => {
  const store = { getItem: () => JSON.stringify({ at: 100, draft: { reason: 'ad', minutes: 45, login: true, note: 'x', marked: [2, 'z'] } }) } as unknown as Storage
  expect(keptEvidence(work, 200, store)).toEqual({ reason: 'ad', minutes: 1440, login: true, note: 'x', marked: [2] })
  expect(keptEvidence(work, 100 + 11 * 60_000, store)).toEqual(blankEvidence(work))
})
