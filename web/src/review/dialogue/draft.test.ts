import { expect, test } from 'vitest'
import type { WorkCase } from '../desk/work'
import { type DialogueDraft, type DialogueEvent, blankDialogue, draftedDialogue } from './draft'
import { judgement, lacking, nextPlace, suggested, worst } from './verdict'

const user = (key: string) => ({ key, id: key, name: key, messages: 1, history: { offences: {}, last: [] } })
const work = {
  id: 7, durations: [1, 24, -1], allowed: [{ module_type: 4, module: 'user', punish_types: [{ type: 'delete', required_time: false }, { type: 'login_limit', required_time: true }] }],
  reasons: [{ label: 'porn', key: 1, complaints: 0 }, { label: 'ad', key: 2, complaints: 0 }, { label: 'abuse', key: 3, complaints: 0 }],
  content: { messages: [{ type: 'text', sender_id: 'a' }, { type: 'text', sender_id: 'b' }] },
  dialogue: { labels: ['pass', 'porn', 'ad', 'abuse'], users: [user('a'), user('b'), user('c')] },
} as unknown as WorkCase

const after = (...events: DialogueEvent[]): DialogueDraft => events.reduce(draftedDialogue(work), blankDialogue(work))
const label = (key: string | null, given: string): DialogueEvent => ({ type: 'label', key, label: given })
const tell = (places: string) => `evidence ${places}`

test('a dialogue is judged when everybody in it is', () => {
  const draft = after(label('a', 'ad'), label('b', 'pass'))
  expect(lacking(work, draft).map(({ key }) => key)).toEqual(['c'])
  expect(judgement(work, draft, tell)).toBeNull()
  expect(judgement(work, draftedDialogue(work)(draft, label('c', 'abuse')), tell)).toEqual({ verdict: 'abuse', users: { a: 'ad', b: 'pass', c: 'abuse' } })
})

test('the dialogue is suggested to be the worst of its users, until somebody says otherwise', () => {
  expect(suggested(work, after())).toBeNull()
  expect(suggested(work, after(label('a', 'pass')))).toBe('pass')
  expect(worst(['ad', 'abuse', 'pass'], ['pass', 'porn', 'ad', 'abuse'])).toBe('abuse')
  expect(worst(['abuse', 'porn'], ['pass', 'porn', 'ad', 'abuse'])).toBe('porn')
  const all = [label('a', 'porn'), label('b', 'ad'), label('c', 'pass')]
  expect(judgement(work, after(...all, label(null, 'ad')), tell)?.verdict).toBe('ad')
  expect(judgement(work, after(...all, label(null, 'ad'), label(null, 'ad')), tell)?.verdict).toBe('porn')
})

test('actions are per user, and never against who passes', () => {
  const limit: DialogueEvent = { type: 'action', key: 'a', action: 'login_limit' }
  expect(after(limit).users['a']?.actions).toEqual([])
  const draft = after(label('a', 'ad'), limit, { type: 'step', key: 'a', by: 1 }, label('b', 'ad'), { type: 'action', key: 'b', action: 'delete' }, { type: 'action', key: 'b', action: 'mute' }, label('c', 'pass'), { type: 'evidence', at: 1 }, { type: 'note', note: ' seen ' })
  expect(judgement(work, draft, tell)).toEqual({
    verdict: 'ad', users: { a: 'ad', b: 'ad', c: 'pass' }, memo: 'seen\nevidence 2',
    actions: [{ type: 'login_limit', subject: 'a', hours: -1 }, { type: 'delete', subject: 'b' }],
  })
  expect(draftedDialogue(work)(draft, label('a', 'pass')).users['a']?.actions).toEqual([])
})

test('the focus goes to who lacks a verdict, and stays when nobody else does', () => {
  expect(nextPlace(work, after(label('a', 'ad')), 0)).toBe(1)
  expect(nextPlace(work, after(label('c', 'ad')), 2)).toBe(0)
  expect(nextPlace(work, after(label('a', 'ad'), label('b', 'ad'), label('c', 'ad')), 2)).toBe(2)
})

test('labels that the app has no words for are not given', () => {
  expect(after(label('a', 'spam'), label(null, 'spam'))).toEqual(after())
})
