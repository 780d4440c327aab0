import { type Schemas, api, must } from '../../api/client'
import { type Draft, tokenKind } from './spec'

type App = Schemas['App']
export type Part = 'general' | 'uplus' | 'immomo' | 'netease' | 'party' | 'retention'

/** trimmed leaves out empty lines of lists. */
export function trimmed(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one.trim() : one)).filter((one) => one !== '') : value]))
}

const patch = (id: string, body: App) => must(api.PATCH('/apps/{id}', { params: { path: { id } }, body }))

/** replace puts the whole app, for what goes; read just before, so that nothing but that changes. */
async function replace(id: string, alter: (app: App) => App) {
  const { app } = await must(api.GET('/apps/{id}', { params: { path: { id } } }))
  return must(api.PUT('/apps/{id}', { params: { path: { id } }, body: alter(app) }))
}

/** savePart changes one part of an app. Another way to verify tokens drops what was there. */
export function savePart(app: App, part: Part, draft: Draft) {
  const id = app.id ?? ''
  const fresh = trimmed(draft)
  if (part === 'general') return patch(id, fresh as App)
  if (part === 'uplus' && app.uplus && tokenKind(app.uplus as Draft) !== tokenKind(fresh)) return replace(id, (whole) => ({ ...whole, uplus: fresh as App['uplus'] }))
  return patch(id, { [part]: fresh } as App)
}

export function removePart(app: App, part: Exclude<Part, 'general' | 'retention'>) {
  return replace(app.id ?? '', (whole) => ({ ...whole, [part]: undefined }))
}

type Credential = NonNullable<App['yunjing']>[number]

/** saveCredential changes or adds one credential of several; draft null takes it away. */
export function saveCredential(app: App, known: string | null, draft: Draft | null) {
  const all = app.yunjing ?? []
  const fresh = draft && (trimmed(draft) as Credential)
  const kept = known === null ? [...all, ...(fresh ? [fresh] : [])] : all.flatMap((one) => (one.app_id === known ? (fresh ? [fresh] : []) : [one]))
  return patch(app.id ?? '', { yunjing: kept })
}
