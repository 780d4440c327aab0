import { Page } from '../../app/shell'

export function AuditPage() {
  return <Page title="audit">{null}</Page>
}
