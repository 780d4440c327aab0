import { Page } from '../../app/shell'

export function PeoplePage() {
  return <Page title="people">{null}</Page>
}
