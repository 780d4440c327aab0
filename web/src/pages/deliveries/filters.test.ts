import { expect, test } from 'vitest'
import { pickOf } from './filters'

test('a case is named as people copy it', () => {
  expect(pickOf({ case_id: 'C-24010' }).case_id).toBe(24010)
  expect(pickOf({ case_id: '7', kind: 'mute' })).toMatchObject({ case_id: 7, kind: 'mute' })
  expect(pickOf({ case_id: 'drop table' }).case_id).toBeUndefined()
})
