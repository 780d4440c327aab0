import { useEffect } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Page } from '../../../app/shell'
import { useWords } from '../../../i18n/language'
import { count } from '../../../i18n/when'
import { CopyButton } from '../../../ui/button'
import { Fact, Facts } from '../../../ui/facts'
import { ForeignLine } from '../../../ui/foreign'
import { Note } from '../../../ui/states'
import { type Erased, receiptOf } from './calls'
import { sharesOf } from './kinds'
import { Shares } from './shares'
import { eraseWords } from './words'

/** ErasedPage stands where somebody was, with the receipt. This browser forgets what it had read of him, too. */
export function ErasedPage({ app, done }: { app: string; done: Erased }) {
  const t = useWords(eraseWords)
  const client = useQueryClient()
  useEffect(() => client.removeQueries({ type: 'inactive' }), [client])
  const shares = sharesOf(done)
  const waits = shares.reduce((sum, share) => sum + share.waits, 0)
  return (
    <Page title={t.erased}>
      <div className="mx-auto flex w-[min(560px,94vw)] flex-col gap-4 py-8">
        <Note tone={waits > 0 ? 'warn' : 'ok'}>{waits > 0 ? t.restingNote(count(waits)) : t.erasedNote}</Note>
        <section aria-label={t.receipt} className="flex flex-col gap-3">
          <Facts>
            <Fact name={t.app}><ForeignLine>{app}</ForeignLine></Fact>
            <Fact name={t.pseudonym}>{done.pseudonym && <span className="flex min-w-0 items-center gap-1"><span className="foreign-line font-mono text-meta">{done.pseudonym}</span><CopyButton text={done.pseudonym} /></span>}</Fact>
            <Fact name={t.entry}>{done.id !== undefined && <Entry erasure={done.id} />}</Fact>
          </Facts>
          {shares.length > 0 && <Shares label={t.done} shares={shares} />}
        </section>
        <p className="text-label text-ink-3">{t.anew}</p>
      </div>
    </Page>
  )
}

function Entry({ erasure }: { erasure: number }) {
  const t = useWords(eraseWords)
  const { data } = useQuery({ queryKey: ['audit', 'erasure', erasure], queryFn: async () => (await receiptOf(erasure)) ?? null, staleTime: Infinity })
  return <Link to="/audit" search={{ object_kind: 'erasure', object_id: String(erasure) }} className="text-accent hover:underline">{data ? t.entryNumber(data) : t.entryFailed}</Link>
}
