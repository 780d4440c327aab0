import { lazy, Suspense } from 'react'
import { useParams } from '@tanstack/react-router'
import { MonitorSmartphone, ShieldX } from 'lucide-react'
import { useSession } from '../../api/session'
import { queues } from '../../app/places'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import type { Queue } from '../../review/desk/work'
import { DeskFigures } from '../../review/desk/figures'
import { deskWords } from '../../review/desk/words'
import { Empty, Loading } from '../../ui/states'
import { DeskPage } from './desk'
import { useIsWide } from './wide'

// Pictures are judged by the batch, on a desk of their own.
const AlbumView = lazy(() => import('../../review/album/view').then((album) => ({ default: album.AlbumView })))

/** ReviewPage is the desk of one queue. */
export function ReviewPage() {
  const t = useWords(deskWords)
  const terms = useTerms()
  const { may } = useSession()
  const { queue: named } = useParams({ strict: false })
  const wide = useIsWide()
  const queue = queues.find((one) => one === named) as Queue | undefined
  const title = terms.queue(queue ?? 'message')
  if (!may('decide') || !queue) return <Page title={title}><Empty icon={<ShieldX size={24} />} title={t.notAllowed} /></Page>
  if (!wide) return <Page title={title}><Empty icon={<MonitorSmartphone size={24} />} title={t.narrow} /></Page>
  if (queue === 'album') {
    return (
      <Page title={title} scroll={false} figures={<DeskFigures queue={queue} sent={[]} />}>
        <Suspense fallback={<Loading />}><AlbumView /></Suspense>
      </Page>
    )
  }
  return <DeskPage key={queue} queue={queue} title={title} />
}
