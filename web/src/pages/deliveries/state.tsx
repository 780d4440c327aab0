import type { Schemas } from '../../api/client'
import { useTerms } from '../../i18n/terms'
import { Tag, type Tone } from '../../ui/tag'

export type Delivery = Schemas['DeliveryItem']

const tones: Record<string, Tone> = { pending: 'accent', delivered: 'ok', dead: 'danger', cancelled: 'plain' }

/** DeliveryState says where a delivery stands. */
export function DeliveryState({ state }: { state: string }) {
  const terms = useTerms()
  return <Tag tone={tones[state] ?? 'plain'}>{terms.state(state)}</Tag>
}
