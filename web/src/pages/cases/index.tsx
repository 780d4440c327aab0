import { Page } from '../../app/shell'

export function CasesPage() {
  return <Page title="cases">{null}</Page>
}
