import { Page } from '../../app/shell'

export function DeliveriesPage() {
  return <Page title="deliveries">{null}</Page>
}
