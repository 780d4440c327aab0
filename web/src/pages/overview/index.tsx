import { Page } from '../../app/shell'

export function OverviewPage() {
  return <Page title="overview">{null}</Page>
}
