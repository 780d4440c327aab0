import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Bot } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { asProblem } from '../../api/client'
import { useWords } from '../../i18n/language'
import { Loading, Note, useReason } from '../../ui/states'
import { OutcomeTag } from '../../ui/outcome'
import { Around } from './around'
import { CircumstancesOf } from './circumstances'
import { Findings, Reasons } from './findings'
import { getLine } from './line'
import { lineWords } from './words'

/** Machine is what the machine made of the live message that a case is about: why it asks, what it found, what was said around it. */
export function Machine({ id }: { id: string }) {
  const t = useWords(lineWords)
  const reason = useReason()
  const { data: line, error } = useQuery({ queryKey: ['lines', 'one', id], queryFn: () => getLine(id), staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false })
  const missing = error !== null && asProblem(error).status === 404
  return (
    <section aria-label={t.machine} className="flex flex-col gap-4 px-5 py-3">
      <h2 className="flex items-center gap-2 text-label font-medium text-ink-2">
        <Bot size={14} aria-hidden="true" />{t.machine}{line && <OutcomeTag outcome={line.outcome} />}
        {line && <Link to="/lines" search={{ id }} className="ml-auto font-normal text-accent hover:underline">{t.details}</Link>}
      </h2>
      {line ? (
        <>
          <div className="grid gap-x-6 gap-y-4 min-[1360px]:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <Part name={t.reasons}><Reasons reasons={line.reasons} /></Part>
              <Part name={t.circumstances}><CircumstancesOf context={line.context} /></Part>
            </div>
            <Part name={t.found}>
              {line.evidence.length === 0 ? <p className="text-ui text-ink-3">{t.nothing}</p> : <Findings items={line.evidence} label={t.found} />}
              {line.shadow.length > 0 && <><p className="pt-3 pb-1 text-label text-ink-3">{t.shadow}</p><Findings items={line.shadow} label={t.shadow} /></>}
            </Part>
          </div>
          <Part name={t.around}><Around line={line} /></Part>
        </>
      ) : missing ? <p className="text-ui text-ink-3">{t.noLine}</p> : error ? <Note tone="danger">{reason(error)}</Note> : <Loading rows={3} />}
    </section>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return <div className="flex min-w-0 flex-col gap-1.5"><h3 className="text-label text-ink-3">{name}</h3><div>{children}</div></div>
}
