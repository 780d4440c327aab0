import { expect, test } from 'vitest'
import { happened, undoLeft } from './happened'

test('what happened is told from its end', () => {
  const decision = { id: 1, author: { kind: 'staff', id: '2' }, at: '2025-03-04T10:00:00Z', verdict: 'ad', actions: [] }
  const note = { kind: 'escalation', author: 2, at: '2025-03-04T09:00:00.5Z', memo: '' }
  const late = { id: 7, reporter: '1', complaints: ['ad'], filed_at: '2025-03-04T11:00:00Z', repeats: 0, late: true, accuracy: { agreed: 0, disagreed: 0 } }
  expect(happened({ decisions: [decision], notes: [note], reports: [{ ...late, id: 6, late: false }, late] }).map((e) => e.kind)).toEqual(['late', 'decision', 'note'])
})

test('only its author may undo, and only inside the window', () => {
  const now = Date.parse('2025-03-04T10:00:00Z')
  const decided = { state: 'decided', decided_by: { kind: 'staff', id: '2' }, undo_until: '2025-03-04T10:00:08Z' }
  expect(undoLeft(decided, 2, now)).toBe(8000)
  expect(undoLeft(decided, 3, now)).toBe(0)
  expect(undoLeft({ ...decided, decided_by: { kind: 'administrator', id: '2' } }, 2, now)).toBe(0)
  expect(undoLeft(decided, 2, now + 9000)).toBe(0)
})
