import { expect, test } from 'vitest'
import { holdsOf, mayErase, namesUser, sharesOf } from './kinds'

test('the counts of tables become what a reader calls them, with what has to stay yet', () => {
  const shares = sharesOf({ counts: { lines: 3, party_accounts: 1, party_devices: 2, audit: 4, of_a_newer_server: 5, report_keys: 1, listed: 0 }, remains: { cases: 1, lines: 2 } })
  expect(shares).toEqual([
    { kind: 'messages', fate: 'mixed', now: 3, waits: 2 },
    { kind: 'cases', fate: 'blanked', now: 0, waits: 1 },
    { kind: 'party', fate: 'gone', now: 3, waits: 0 },
    { kind: 'log', fate: 'redacted', now: 4, waits: 0 },
    { kind: 'traces', fate: 'mixed', now: 6, waits: 0 },
  ])
})

test('that an administrator looked is no data of the user', () => {
  const held = (counts: Record<string, number>, remains = {}) => holdsOf(sharesOf({ counts, remains }))
  expect(held({})).toBe('nothing')
  expect(held({ audit: 1 })).toBe('log')
  expect(held({ audit: 1, lines: 1 })).toBe('data')
  expect(held({ audit: 1 }, { sanctions: 1 })).toBe('data')
})

test('an erasure wants a reason that does not name him, and his id as it is', () => {
  const given = { reason: '工单 17', typed: 'User 7', user: 'User 7' }
  expect(mayErase(given)).toBe(true)
  for (const part of [{ reason: '  ' }, { reason: 'about user 7' }, { typed: 'User' }, { typed: 'user 7' }, { typed: '' }]) expect(mayErase({ ...given, ...part })).toBe(false)
  expect(namesUser('工单 17', '17')).toBe(true)
})
