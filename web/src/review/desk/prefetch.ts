import type { Preferences } from '../../app/preferences'
import { isRisky, isVeiled } from '../veil/rule'
import type { WorkCase } from './work'

const fetched = new Set<string>()

/** prefetchPictures fetches the pictures of a case that comes next, small and – where they will be – veiled. */
export function prefetchPictures(work: WorkCase, veil: Preferences['veil']) {
  const form = isVeiled(veil, isRisky(work)) ? 'veil' : 'thumb'
  for (const message of work.content.messages) {
    if (message.type !== 'picture' || !message.media) continue
    const address = `${message.media}/${form}`
    if (fetched.has(address)) continue
    if (fetched.size > 500) fetched.clear()
    fetched.add(address)
    new Image().src = address
  }
}
