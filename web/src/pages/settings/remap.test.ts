import { describe, expect, it } from 'vitest'
import { keymap, keysOf } from '../../keys/keymap'
import { assigned, groups, holderOf, isReserved, restored, takenOver } from './remap'

describe('keys chosen anew', () => {
  it('lists every command once, and none shares a key with another from the start', () => {
    const listed = Object.values(groups).flat()
    expect(listed.toSorted()).toEqual(Object.keys(keymap).toSorted())
    for (const command of listed) for (const chord of keymap[command]) expect(holderOf(chord, command, {})).toBeNull()
  })
  it('names who has a key, and not who gave it up', () => {
    expect(holderOf('KeyS', 'pass', {})).toBe('skip')
    expect(holderOf('KeyK', 'pass', {})).toBe('up')
    expect(holderOf('KeyS', 'pass', { skip: null })).toBeNull()
    expect(holderOf('KeyI', 'pass', { note: 'KeyI' })).toBe('note')
    expect(holderOf('KeyA', 'pass', {})).toBeNull()
  })
  it('takes a key over, and the other keeps what else it has', () => {
    const one = takenOver({}, 'pass', 'KeyS')
    expect(one).toEqual({ skip: null, pass: 'KeyS' })
    const two = takenOver({}, 'note', 'KeyK')
    expect([keysOf('up', two), keysOf('note', two)]).toEqual([['ArrowUp'], ['KeyK']])
  })
  it('forgets a change that changes nothing', () => {
    expect(assigned({ pass: 'KeyI' }, 'pass', 'KeyA')).toEqual({})
    expect(assigned({}, 'pass', null)).toEqual({ pass: null })
  })
  it('restores a key unless another has it now', () => {
    expect(restored({ pass: 'KeyI' }, 'pass')).toEqual({ changed: {}, taken: null })
    const taken = { pass: 'KeyS', skip: null }
    expect(restored(taken, 'skip')).toEqual({ changed: taken, taken: { chord: 'KeyS', by: 'pass' } })
  })
  it('leaves the browser what is its own', () => {
    expect(['Mod+KeyW', 'Escape', 'F5', 'Shift+Tab', 'Mod+KeyC', ''].every(isReserved)).toBe(true)
    expect(['KeyF', 'Mod+KeyK', 'Shift+KeyW', 'Slash', 'Mod+Enter'].some(isReserved)).toBe(false)
  })
})
