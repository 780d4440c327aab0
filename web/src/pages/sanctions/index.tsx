import { Page } from '../../app/shell'

export function SanctionsPage() {
  return <Page title="sanctions">{null}</Page>
}
