import { describe, expect, it } from 'vitest'
import { type Draft, blank, drafted, keepDraft, keptDraft, keptFor, sweepDrafts } from './draft'
import { isForEver, needsTarget, passing, punishment } from './verdict'
import type { WorkCase } from './work'

const message = (id: string, sender: string) => ({ type: 'text' as const, id, sender_id: sender, text: 'x' })
const work = {
  id: 7, subject: { kind: 'user', id: 'u1' }, durations: [1, 24, 168, -1],
  content: { entrance: {}, messages: [message('m1', 'u1'), message('m2', 'u2'), message('m3', 'u1')] },
  allowed: [
    { module: 'show', module_type: 2, punish_types: [{ type: 'mute', code: 101, required_time: true }, { type: 'delete', code: 102, required_time: false }] },
    { module: 'user', module_type: 4, punish_types: [{ type: 'login_limit', code: 104, required_time: true }] },
  ],
  reasons: [
    { label: 'ad', key: 1, complaints: 2, suggestion: { offence: 2, actions: [{ type: 'delete', module_type: 2, hours: 0 }, { type: 'mute', module_type: 2, hours: 168 }] } },
    { label: 'spam', key: 2, complaints: 0 },
  ],
} as unknown as WorkCase
const step = drafted(work)
const reasoned = step(blank(work), { type: 'reason', label: 'ad' })

describe('draft', () => {
  it('fills in what the ladder has, and empties it again', () => {
    expect(reasoned).toMatchObject({ reason: 'ad', actions: ['delete', 'mute'], hours: 168 })
    expect(step(reasoned, { type: 'reason', label: 'ad' })).toMatchObject({ reason: null, actions: [] })
  })

  it('takes no action that the relation does not allow', () => {
    expect(step(reasoned, { type: 'action', action: 'kick_out' }).actions).toEqual(['delete', 'mute'])
  })

  it('steps through the lengths and stops at the ends, only with a timed action', () => {
    const longest = step(step(reasoned, { type: 'step', by: 1 }), { type: 'step', by: 1 })
    expect(longest.hours).toBe(-1)
    expect(step(blank(work), { type: 'step', by: 1 }).hours).toBe(24)
  })

  it('counts what the accused wrote as evidence and nothing of others', () => {
    expect(blank(work).evidence).toEqual([0, 2])
    expect(step(blank(work), { type: 'evidence', at: 1 }).evidence).toEqual([0, 2])
  })

  it('comes back for ten minutes, as far as it fits', () => {
    keepDraft(7, { ...reasoned, actions: ['mute', 'kick_out'], note: 'n' }, 0)
    expect(keptDraft(work, keptFor)).toMatchObject({ reason: 'ad', actions: ['mute'], note: 'n' })
    expect(keptDraft(work, keptFor + 1)).toEqual(blank(work))
    sweepDrafts(keptFor + 1)
    expect(localStorage.length).toBe(0)
  })
})

describe('verdict', () => {
  it('says the module only where the ladder did, and hours only where it lasts', () => {
    const draft = step(reasoned, { type: 'action', action: 'login_limit' })
    expect(punishment(work, draft)).toEqual({ verdict: 'ad', actions: [
      { type: 'delete', module_type: 2 }, { type: 'mute', module_type: 2, hours: 168 }, { type: 'login_limit', module_type: undefined, hours: 168 },
    ] })
  })

  it('deletes only the evidence where not all is', () => {
    const draft = step(step(reasoned, { type: 'evidence', at: 2 }), { type: 'action', action: 'mute' })
    expect(punishment(work, draft)?.actions).toEqual([{ type: 'delete', module_type: 2, message_id: 'm1' }])
  })

  it('hits the senders of the evidence where nobody is named', () => {
    const nobody = { ...work, subject: { kind: 'show' as const, id: 's1' } }
    const draft: Draft = { ...blank(nobody), reason: 'spam', actions: ['mute'], hours: 24 }
    expect(needsTarget(nobody, draft)).toBe(true)
    expect(punishment(nobody, { ...draft, evidence: [0, 1] })?.actions?.map((one) => one.subject)).toEqual(['u1', 'u2'])
  })

  it('needs a reason, and is asked about when it is for ever', () => {
    expect(punishment(work, blank(work))).toBeNull()
    expect(passing({ ...blank(work), note: ' ok ' })).toEqual({ verdict: 'pass', memo: 'ok' })
    expect(isForEver({ verdict: 'ad', actions: [{ type: 'login_limit', hours: -1 }] })).toBe(true)
    expect(isForEver({ verdict: 'ad', actions: [{ type: 'login_limit', hours: 24 }] })).toBe(false)
    expect(isForEver({ verdict: 'ad', actions: [{ type: 'dismiss_group' }] })).toBe(true)
  })
})
