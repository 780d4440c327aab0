import { Page } from '../../app/shell'

export function CasePage() {
  return <Page title="case">{null}</Page>
}
