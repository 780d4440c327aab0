import { Page } from '../../app/shell'

export function UserPage() {
  return <Page title="user">{null}</Page>
}
