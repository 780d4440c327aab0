import type { Preferences } from '../../app/preferences'
import { isRisky, isVeiled } from '../veil/rule'
import type { WorkCase } from './work'

const fetched = new Set<string>()

/** prefetchPictures fetches the pictures of a case that comes next, small and – where they will be – veiled. */
export function prefetchPictures(work: WorkCase, veil: Preferences['veil']) {
  const form = isVeiled(veil, isRisky(work)) ? 'veil' : 'thumb'
  const shown = work.content.messages.filter(({ type }) => type === 'picture').map(({ media }) => media)
  const seen = work.evidence?.items.filter(({ kind }) => kind === 'picture').slice(0, 20).map(({ picture }) => picture?.media) ?? []
  for (const media of [...shown, ...seen]) {
    if (!media) continue
    const address = `${media}/${form}`
    if (fetched.has(address)) continue
    if (fetched.size > 500) fetched.clear()
    fetched.add(address)
    new Image().src = address
  }
}
