import { Page } from '../../app/shell'

export function ReviewPage() {
  return <Page title="review">{null}</Page>
}
