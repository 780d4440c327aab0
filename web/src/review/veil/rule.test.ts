import { describe, expect, it } from 'vitest'
import { filterOf, isRisky, isVeiled } from './rule'

describe('what is veiled', () => {
  it('is what may harm, or all, or nothing', () => {
    expect(isRisky({ risk: false, complaints: ['ad'] })).toBe(false)
    expect(isRisky({ risk: true, complaints: ['ad'] })).toBe(true)
    expect(isRisky({ risk: false, complaints: ['ad', 'porn'] })).toBe(true)
    expect([isVeiled('all', false), isVeiled('risky', false), isVeiled('risky', true), isVeiled('none', true)]).toEqual([true, false, true, false])
  })
  it('is blurred by its own width', () => {
    expect(filterOf({ blur: 2, grey: false }, 'veil')).toBe('blur(5cqw)')
    expect(filterOf({ blur: 0, grey: true }, 'veil')).toBe('grayscale(1)')
    expect(filterOf({ blur: 0, grey: false }, 'open')).toBeUndefined()
  })
  it('shows nothing of a film, however weak the blur', () => {
    expect(filterOf({ blur: 0, grey: false }, 'film')).toBe('blur(7cqw) grayscale(1)')
    expect(filterOf({ blur: 3, grey: false }, 'film')).toBe('blur(9cqw) grayscale(1)')
  })
})
