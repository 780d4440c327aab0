import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, must } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Failed, Loading } from '../../ui/states'
import { AppSettings } from '../appsettings'
import { AuditForm } from './form'
import { thresholdWords } from './words'

/** ThresholdsPage is how the apps' live messages are judged and kept. */
export function ThresholdsPage() {
  return <AppSettings to="/thresholds" words={useWords(thresholdWords)}>{(app) => <OfApp key={app} app={app} />}</AppSettings>
}

function OfApp({ app }: { app: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ['apps', app, 'audit'], queryFn: () => must(api.GET('/apps/{id}/audit', { params: { path: { id: app } } })), refetchOnWindowFocus: false })
  const [told, setTold] = useState(false)
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  // What was saved begins a new form, which still says so.
  return <AuditForm key={JSON.stringify(data)} app={app} stored={data} told={told} onTold={setTold} />
}
