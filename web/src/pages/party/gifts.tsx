import { Gift as GiftIcon } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { ForeignLine } from '../../ui/foreign'
import { Empty, Failed, Loading } from '../../ui/states'
import { Table } from '../../ui/table'
import { Tag } from '../../ui/tag'
import { Editor } from './catalogue'
import { coinsOf } from './coins'
import { isExact } from './draft'
import { type Catalogue, useGifts } from './requests'
import { partyWords } from './words'

/** GiftsPart is what users may give each other: to be changed by those who may, to be read by others. */
export function GiftsPart({ app }: { app: string }) {
  const { may } = useSession()
  const { data, error, refetch } = useGifts(app)
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  return may('keep_coins') && isExact(data.gifts) ? <Editor app={app} stored={data} /> : <Reading catalogue={data} />
}

function Reading({ catalogue }: { catalogue: Catalogue }) {
  const t = useWords(partyWords)
  if (catalogue.gifts.length === 0) return <Empty title={t.noGifts} icon={<GiftIcon size={22} />}>{t.noGiftsNote}</Empty>
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Table
          label={t.gifts} rows={catalogue.gifts} rowKey={(gift) => gift.id}
          columns={[
            { key: 'id', head: t.id, width: '96px', cell: (gift) => <span className="text-ink-2">{gift.id}</span> },
            { key: 'name', head: t.name, cell: (gift) => <ForeignLine className="font-medium">{gift.name}</ForeignLine> },
            { key: 'price', head: t.price, width: '160px', align: 'right', cell: (gift) => coinsOf(gift.price) },
            { key: 'state', head: t.state, width: '112px', cell: (gift) => <Tag tone={gift.off ? 'plain' : 'ok'}>{gift.off ? t.notOffered : t.offered}</Tag> },
          ]}
        />
      </div>
      <footer className="flex min-h-11 shrink-0 items-center border-t border-line px-4 py-2 text-label text-ink-3">{isExact(catalogue.gifts) ? t.onlyKeepers : t.tooLarge}</footer>
    </>
  )
}
