import { useState } from 'react'
import { Images, Plus } from 'lucide-react'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { useFilters } from '../../ui/filters'
import { Empty, Failed, Loading } from '../../ui/states'
import { OneBank } from './bank'
import { useBanks } from './calls'
import { MakeBank } from './make'
import { BankNav } from './nav'
import { TryPicture } from './try'
import { pictureWords } from './words'

/** PicturesPage is the banks of known pictures, and where one can be tried. */
export function PicturesPage() {
  const t = useWords(pictureWords)
  const { may } = useSession()
  const { filters, set } = useFilters()
  const { data, error, refetch } = useBanks()
  const [making, setMaking] = useState(false)
  const aside = may('edit_words') && <Button size="s" icon={<Plus size={14} />} className="hidden lg:inline-flex" onClick={() => setMaking(true)}>{t.newBank}</Button>
  if (!data) return <Page title={t.title}>{error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
  const trying = filters['try'] !== undefined
  const chosen = filters['id'] === undefined ? data.items[0] : data.items.find((bank) => String(bank.id) === filters['id'])
  return (
    <Page title={t.title} aside={aside} scroll={false}>
      <div className="flex min-h-0 flex-1">
        <BankNav items={data.items} chosen={trying ? undefined : chosen?.id} trying={trying} />
        {trying ? <TryPicture /> : chosen ? <OneBank key={chosen.id} bank={chosen} onDeleted={() => set({ id: undefined })} /> : (
          <div className="min-w-0 flex-1 bg-surface"><Empty title={data.items.length === 0 ? t.none : t.unknown} icon={<Images size={22} />}>{data.items.length === 0 && t.noneNote}</Empty></div>
        )}
      </div>
      {making && <MakeBank onClose={() => setMaking(false)} onDone={(id) => set({ id: String(id), try: undefined })} />}
    </Page>
  )
}
