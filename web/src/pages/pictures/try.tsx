import { useEffect, useRef, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FlaskConical, ImageMinus } from 'lucide-react'
import { asProblem } from '../../api/client'
import { useApps } from '../../api/known'
import { useWords } from '../../i18n/language'
import { Choice } from '../../ui/field'
import { useFilters } from '../../ui/filters'
import { inSentence } from '../../ui/foreign'
import { Empty, Failed, Loading, Note } from '../../ui/states'
import { tryPicture } from './calls'
import { DropZone } from './dropzone'
import { base64, refusalOf } from './file'
import { useRefused } from './refused'
import { SeenIn } from './seen'
import { pictureWords } from './words'

/** TryPicture shows what would become of a picture: the picture at the left, what is made of it at the right. */
export function TryPicture() {
  const t = useWords(pictureWords)
  const { filters, set } = useFilters()
  const refusedBecause = useRefused()
  const apps = useApps().data?.items ?? []
  const [file, setFile] = useState<File | null>(null)
  const app = filters['app'] ?? ''
  const refused = file && refusalOf(file)
  const tried = useQuery({
    queryKey: ['pictures', 'try', app, file?.name, file?.size, file?.lastModified],
    queryFn: async ({ signal }) => (file ? tryPicture({ picture: await base64(file), ...(app && { app }) }, signal) : null),
    enabled: file !== null && !refused, placeholderData: keepPreviousData, gcTime: 10_000, refetchOnWindowFocus: false, retry: false,
  })
  return (
    <div className="grid min-w-0 flex-1 grid-cols-1 overflow-y-auto bg-surface lg:grid-cols-2 lg:overflow-hidden">
      <section aria-label={t.trial} className="flex min-h-0 flex-col gap-4 p-4">
        <div className="w-56">
          <Choice label={t.tryApp} value={app} onChange={(e) => set({ app: e.target.value })}>
            <option value="">{t.sharedOnly}</option>
            {apps.map((one) => <option key={one.app.id} value={one.app.id}>{one.app.name || one.app.id}</option>)}
          </Choice>
        </div>
        <p className="max-w-[46em] text-ui text-ink-2">{t.tryNote}</p>
        <DropZone className="min-h-36" onFiles={([one]) => one && setFile(one)} />
        {refused && <Note tone="danger">{`${inSentence(file.name)}：${t[`bad_${refused}`]}`}</Note>}
        {file && !refused && <Chosen file={file} />}
      </section>
      <section aria-label={t.result} aria-live="polite" aria-busy={tried.isFetching} className="min-h-0 border-line bg-sunken max-lg:border-t lg:overflow-y-auto lg:border-l">
        {!file || refused ? <Empty title={t.nothingYet} icon={<FlaskConical size={22} />} />
          : tried.data ? <SeenIn seen={tried.data} />
            : tried.error ? (asProblem(tried.error).code.startsWith('media_') ? <Empty title={refusedBecause(tried.error)} icon={<ImageMinus size={22} />} /> : <Failed error={tried.error} again={() => void tried.refetch()} />) : <Loading />}
      </section>
    </div>
  )
}

/** Chosen is the picture that was chosen, blurred: what it is he knows, and others may look over his shoulder. */
function Chosen({ file }: { file: File }) {
  const t = useWords(pictureWords)
  const shown = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const address = URL.createObjectURL(file)
    if (shown.current) shown.current.src = address
    return () => URL.revokeObjectURL(address)
  }, [file])
  return (
    <figure className="flex items-center gap-3">
      <span className="block size-24 shrink-0 overflow-hidden rounded-card border border-line bg-active"><img ref={shown} alt={t.yours} className="size-full scale-110 object-cover blur-[6px] grayscale" /></span>
      <figcaption className="min-w-0 text-label text-ink-2"><span dir="auto" className="foreign-line block">{file.name}</span><span className="text-ink-3">{t.yours}</span></figcaption>
    </figure>
  )
}
