import { span } from '../../i18n/when'
import { useNow } from '../../ui/now'

/** Waited grows while something waits. */
export function Waited({ since }: { since: string }) {
  return <>{span(useNow() - Date.parse(since))}</>
}
