import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { CopyButton, IconButton } from '../../ui/button'
import { Fact, Facts, Section } from '../../ui/facts'
import { CaseLink, ForeignLine, When } from '../../ui/foreign'
import { Failed, Loading } from '../../ui/states'
import { Attempts } from './attempts'
import { ResendOne } from './resend'
import { DeliveryState } from './state'
import { deliveryWords } from './words'

/** DeliveryDetails is one delivery with everything that was tried. */
export function DeliveryDetails({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useWords(deliveryWords)
  const { data, error, refetch } = useQuery({
    queryKey: ['delivery', id], queryFn: () => must(api.GET('/deliveries/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.delivery.state === 'pending' ? 3000 : false),
  })
  return (
    <aside aria-label={t.details} className="min-w-0 flex-1 overflow-y-auto border-l border-line bg-sunken lg:w-[clamp(316px,46vw-350px,420px)] lg:flex-none">
      <header className="sticky top-0 z-10 flex h-11 items-center gap-2 border-b border-line bg-sunken pr-2 pl-4">
        <h2 className="flex-1 text-ui font-semibold">{t.details} {id}</h2>
        <IconButton label={t.close} onClick={onClose}><X size={15} /></IconButton>
      </header>
      {data ? <Known story={data} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}
    </aside>
  )
}

function Known({ story: { delivery: d, attempts } }: { story: Schemas['DeliveryStory'] }) {
  const t = useWords(deliveryWords)
  const terms = useTerms()
  const { may } = useSession()
  return (
    <>
      <Section title={terms.act(d.kind)} aside={<DeliveryState state={d.state} />}>
        <Facts>
          <Fact name={t.lane}><ForeignLine>{d.lane}</ForeignLine></Fact>
          <Fact name={t.app}>{d.app}</Fact>
          <Fact name={t.channel}>{d.channel}</Fact>
          <Fact name={t.case}>{d.case_id && <CaseLink id={d.case_id} />}</Fact>
          <Fact name={t.created}><When at={d.created_at} /></Fact>
          <Fact name={t.due}>{d.state === 'pending' && <When at={d.due_at} />}</Fact>
          <Fact name={t.done}>{d.done_at && <When at={d.done_at} />}</Fact>
          <Fact name={t.key}><span className="flex items-center gap-1"><ForeignLine>{d.idempotency_key}</ForeignLine><CopyButton text={d.idempotency_key} /></span></Fact>
        </Facts>
        {d.state === 'dead' && may('resend') && <div className="hidden pt-4 lg:block"><ResendOne key={d.id} id={d.id} /></div>}
      </Section>
      <Section title={t.tries} aside={attempts.length}><Attempts attempts={attempts} /></Section>
      <Section title={t.payload}><pre dir="auto" className="foreign rounded-control border border-line bg-surface px-2 py-1.5 font-mono text-meta">{JSON.stringify(d.payload, null, 2)}</pre></Section>
    </>
  )
}
