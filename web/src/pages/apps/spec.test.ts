import { expect, test } from 'vitest'
import { get, inputs, put, tokenKind } from './spec'

test('a draft changes at one place and the old one stays', () => {
  const old = { base_url: 'x', token: { jwt: { alg: 'HS256' } } }
  const fresh = put(old, 'token.jwt.issuer', 'me')
  expect(fresh).toEqual({ base_url: 'x', token: { jwt: { alg: 'HS256', issuer: 'me' } } })
  expect(get(old, 'token.jwt.issuer')).toBeUndefined()
  expect(put({}, 'token.introspect.url', 'y')).toEqual({ token: { introspect: { url: 'y' } } })
})

test('what belongs to the other kind of token is not asked for', () => {
  const asked = (draft: object) => inputs.uplus.filter((input) => !input.when || input.when({ ...draft })).map((input) => input.path)
  expect(asked({ token: { introspect: { url: '' } } })).not.toContain('token.jwt.key')
  expect(asked({ token: { jwt: { alg: 'HS256' } } })).not.toContain('token.jwt.jwks_url')
  expect(asked({ token: { jwt: { alg: 'RS256' } } })).toContain('token.jwt.jwks_url')
  expect(tokenKind({ token: { introspect: {} } })).toBe('introspect')
})

test('a key of another party is not rotated here', () => {
  const key = inputs.uplus.find((input) => input.path === 'token.jwt.key')
  expect(key?.ours?.({ token: { jwt: { alg: 'HS256' } } })).toBe(true)
  expect(key?.ours?.({ token: { jwt: { alg: 'ES256' } } })).toBe(false)
})
