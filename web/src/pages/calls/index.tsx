import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { PhoneOff } from 'lucide-react'
import { api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Empty, Failed, Loading } from '../../ui/states'
import { AppSettings } from '../appsettings'
import { PolicyForm } from './form'
import { callWords } from './words'

/** CallsPage is what becomes of evidence from the apps' calls. */
export function CallsPage() {
  return <AppSettings to="/calls" words={useWords(callWords)}>{(app) => <OfApp key={app} app={app} />}</AppSettings>
}

function OfApp({ app }: { app: string }) {
  const t = useWords(callWords)
  const { may } = useSession()
  const { data, error, refetch } = useQuery({ queryKey: ['apps', app, 'evidence'], queryFn: () => must(api.GET('/apps/{id}/evidence', { params: { path: { id: app } } })), refetchOnWindowFocus: false })
  const [told, setTold] = useState(false)
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  if (!data.call_cloud) {
    return (
      <Empty title={t.noCloud} icon={<PhoneOff size={22} />}>
        {t.noCloudNote}{' '}
        {may('administer') && <Link to="/apps" search={{ id: app }} className="text-accent underline underline-offset-2">{t.toApps}</Link>}
      </Empty>
    )
  }
  // What was saved begins a new form, which still says so.
  return <PolicyForm key={JSON.stringify(data)} app={app} stored={data} told={told} onTold={setTold} />
}
