import { expect, test } from 'vitest'
import { type Policy, bodyOf, chosen, doingAt, draftOf, labelsOf, lengthsOf } from './policy'

const policy: Policy = {
  call_cloud: true, submit_audit: true, keep_days: 180, kick_minutes: [10, 30, 60, 1440, -1],
  actions: [{ label: 100, level: 2, do: 'kick', hours: 1, minutes: 30 }, { label: 4711, do: 'warn' }, { label: 200, do: 'ask' }],
  labels: [{ label: 100, name: 'porn', verdict: 'porn', urgent: true }, { label: 200, name: 'ad', verdict: 'ad', urgent: false }],
}

test('a policy that nobody changed is stored as it was, without what holds anyway', () => {
  expect(bodyOf(draftOf(policy))).toEqual({ actions: [{ label: 100, level: 2, do: 'kick', hours: 1, minutes: 30 }, { label: 4711, do: 'warn' }], keep_days: 180, submit_audit: true })
})

test('what is chosen and taken back leaves nothing behind', () => {
  const draft = draftOf(policy)
  expect(chosen(chosen(draft, 200, 0, 'close'), 200, 0, 'ask')).toEqual(draft)
  expect(chosen(chosen(draft, 200, 1, 'ask'), 200, 1, '')).toEqual(draft)
  expect(bodyOf(chosen(draft, 200, 1, 'kick:-1'))?.actions).toContainEqual({ label: 200, level: 1, do: 'kick', hours: -1 })
  expect([doingAt(draft, 200, 0), doingAt(draft, 200, 1), doingAt(draft, 100, 2)]).toEqual(['ask', '', 'kick:90'])
})

test('labels and lengths that the product does not offer stay', () => {
  const draft = draftOf(policy)
  expect(labelsOf(policy, draft, [5000])).toEqual([100, 200, 4711, 5000])
  expect(lengthsOf(policy, 'kick:90')).toEqual([10, 30, 60, 90, 1440, -1])
  expect(lengthsOf(policy, 'warn')).toEqual(policy.kick_minutes)
  expect(doingAt(draftOf({ ...policy, actions: [{ label: 100, do: 'kick' }] }), 100, 0)).toBe('kick:-1')
})

test('nothing is sent while the days are wrong', () => {
  for (const days of ['0', '', '4000', '1.5']) expect(bodyOf({ ...draftOf(policy), days })).toBeNull()
})
