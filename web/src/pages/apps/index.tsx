import { Page } from '../../app/shell'

export function AppsPage() {
  return <Page title="apps">{null}</Page>
}
