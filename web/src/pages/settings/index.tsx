import { Page } from '../../app/shell'

export function SettingsPage() {
  return <Page title="settings">{null}</Page>
}
