import type { appWords } from './words'

type Word = keyof (typeof appWords)['zh'] & string

export type Draft = Readonly<Record<string, unknown>>

/** Input is one setting of a protocol: where it stands in the section, and what it takes. */
export interface Input {
  path: string
  label: Word
  kind: 'text' | 'url' | 'number' | 'switch' | 'list' | 'choice' | 'secret' | 'token'
  hint?: Word
  options?: readonly string[]
  /** Whether it is asked for, as the rest stands. */
  when?: (draft: Draft) => boolean
  /** Whether this side makes the secret, so that it can be rotated. */
  ours?: (draft: Draft) => boolean
  /** What is shown where nothing is set, where that means more than that. */
  unset?: Word
  /** What absent means, where that is not the empty value. */
  absent?: unknown
}

export const protocols = ['uplus', 'immomo', 'netease', 'party'] as const
export type Protocol = (typeof protocols)[number]

const has = (path: string) => (draft: Draft) => get(draft, path) !== undefined
const always = () => true
const hmac = (draft: Draft) => get(draft, 'token.jwt.alg') === 'HS256'

export const general: readonly Input[] = [
  { path: 'name', label: 'f_name', kind: 'text' }, { path: 'hosts', label: 'f_hosts', kind: 'list', hint: 'h_hosts' }, { path: 'media_base_url', label: 'f_media_base_url', kind: 'url', hint: 'h_media' },
]

export const yunjing: readonly Input[] = [
  { path: 'app_id', label: 'f_app_id', kind: 'text' }, { path: 'key', label: 'f_key', kind: 'secret', ours: always }, { path: 'callback_url', label: 'f_callback_url', kind: 'url', hint: 'h_callback' },
  { path: 'require_sign', label: 'f_require_sign', kind: 'switch', absent: true }, { path: 'clock_window', label: 'f_clock_window', kind: 'text', hint: 'h_window' },
]

export const inputs: Readonly<Record<Protocol, readonly Input[]>> = {
  uplus: [
    { path: 'base_url', label: 'f_base_url', kind: 'url', hint: 'h_base_url' }, { path: 'method', label: 'f_method', kind: 'choice', options: ['', 'POST', 'GET'] },
    { path: 'server_token', label: 'f_server_token', kind: 'secret', hint: 'h_server_token', ours: always },
    { path: 'token', label: 'f_token', kind: 'token' },
    { path: 'token.jwt.alg', label: 'f_alg', kind: 'choice', options: ['HS256', 'RS256', 'ES256'], when: has('token.jwt') }, { path: 'token.jwt.key', label: 'f_key', kind: 'secret', when: has('token.jwt'), ours: hmac },
    { path: 'token.jwt.jwks_url', label: 'f_jwks_url', kind: 'url', when: (draft) => has('token.jwt')(draft) && !hmac(draft) },
    { path: 'token.jwt.user_claim', label: 'f_user_claim', kind: 'text', when: has('token.jwt') }, { path: 'token.jwt.admin_claim', label: 'f_admin_claim', kind: 'text', when: has('token.jwt') },
    { path: 'token.jwt.issuer', label: 'f_issuer', kind: 'text', when: has('token.jwt') }, { path: 'token.jwt.audience', label: 'f_audience', kind: 'text', when: has('token.jwt') },
    { path: 'token.introspect.url', label: 'f_introspect_url', kind: 'url', when: has('token.introspect') }, { path: 'token.introspect.token', label: 'f_introspect_token', kind: 'secret', when: has('token.introspect') },
    { path: 'token.introspect.user_claim', label: 'f_user_claim', kind: 'text', when: has('token.introspect') }, { path: 'token.introspect.admin_claim', label: 'f_admin_claim', kind: 'text', when: has('token.introspect') },
    { path: 'admin_hours', label: 'f_admin_hours', kind: 'number' }, { path: 'lift_on_expiry', label: 'f_lift_on_expiry', kind: 'switch' }, { path: 'check_before_review', label: 'f_check_before_review', kind: 'switch' },
  ],
  immomo: [
    { path: 'appid', label: 'f_appid', kind: 'text' }, { path: 'cipher', label: 'f_cipher', kind: 'choice', options: ['', 'aes-256-gcm', 'aes-256-cbc', 'aes-128-cbc', 'aes-256-ecb', 'aes-128-ecb'] },
    { path: 'key', label: 'f_key', kind: 'secret', ours: always }, { path: 'iv', label: 'f_iv', kind: 'secret' }, { path: 'scenes', label: 'f_scenes', kind: 'list' }, { path: 'labels', label: 'f_labels', kind: 'list' },
    { path: 'allow_from', label: 'f_allow_from', kind: 'list' }, { path: 'redirect_hosts', label: 'f_redirect_hosts', kind: 'list' }, { path: 'clock_window', label: 'f_clock_window', kind: 'text', hint: 'h_window' },
  ],
  netease: [
    { path: 'app_key', label: 'f_app_key', kind: 'text' }, { path: 'app_secret', label: 'f_app_secret', kind: 'secret' }, { path: 'rtc_base_url', label: 'f_rtc_base_url', kind: 'url' }, { path: 'im_base_url', label: 'f_im_base_url', kind: 'url' },
    { path: 'assistant_account', label: 'f_assistant_account', kind: 'text' }, { path: 'submit_audit', label: 'f_submit_audit', kind: 'switch' },
  ],
  party: [
    { path: 'app_key', label: 'f_app_key', kind: 'text' }, { path: 'app_secret', label: 'f_app_secret', kind: 'secret', ours: always }, { path: 'heartbeat', label: 'f_heartbeat', kind: 'text', hint: 'h_window' }, { path: 'offline', label: 'f_offline', kind: 'text', hint: 'h_window' },
    { path: 'ring', label: 'f_ring', kind: 'text', hint: 'h_ring' }, { path: 'full_mobile', label: 'f_full_mobile', kind: 'switch' },
  ],
}

/** retention are the periods of what is kept; empty is as for all apps. */
export const retention: readonly Input[] = [
  { path: 'messages', label: 'f_keep_messages', kind: 'text', unset: 'asAll', hint: 'h_keep' }, { path: 'evidence', label: 'f_keep_evidence', kind: 'text', unset: 'asAll', hint: 'h_keep' },
  { path: 'reports', label: 'f_keep_reports', kind: 'text', unset: 'asAll', hint: 'h_keep_reports' }, { path: 'calls', label: 'f_keep_calls', kind: 'text', unset: 'asAll', hint: 'h_keep' },
]

/** get is what stands at a path of a draft. */
export function get(draft: Draft, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Draft)[name] : undefined), draft)
}

/** put is the draft with something else at a path. */
export function put(draft: Draft, path: string, value: unknown): Draft {
  const [name = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...draft, [name]: value }
  const below = draft[name]
  return { ...draft, [name]: put(typeof below === 'object' && below !== null ? (below as Draft) : {}, rest.join('.'), value) }
}

/** tokenKind is how users prove who they are. */
export function tokenKind(draft: Draft): 'jwt' | 'introspect' {
  return get(draft, 'token.introspect') === undefined ? 'jwt' : 'introspect'
}
