import { Page } from '../../app/shell'

export function StaffPage() {
  return <Page title="staff">{null}</Page>
}
