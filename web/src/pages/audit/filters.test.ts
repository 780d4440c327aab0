import { expect, test } from 'vitest'
import { queryOf } from './filters'

test('the log is asked for what the address says, and for nothing that it would refuse', () => {
  expect(queryOf({ actor: 'staff:7', action: 'case.' })).toEqual({ actor_kind: 'staff', actor_id: '7', action: 'case.' })
  expect(queryOf({ actor: 'cli' })).toEqual({ actor_kind: 'cli' })
  expect(queryOf({ object_id: '5' })).toEqual({})
  expect(queryOf({ object_kind: 'case', object_id: '5' })).toEqual({ object_kind: 'case', object_id: '5' })
})
