import { type ReactNode, useState } from 'react'
import { useWords } from '../../i18n/language'
import { Field } from '../../ui/field'
import { Failed, Loading } from '../../ui/states'
import type { Sample, Word } from './calls'
import { useEffectText } from './effect'
import { useMeaning, useSample } from './speech'
import { useVocabulary } from './use'
import { ruleWords } from './words'

interface Props { onInsert?: (text: string) => void; onSample?: (sample: Sample) => void }

/** Vocabulary is what a condition can speak of; a click puts a word where the caret is. An example is a whole rule to begin with. */
export function Vocabulary({ onInsert, onSample }: Props) {
  const t = useWords(ruleWords)
  const meaning = useMeaning()
  const text = useEffectText()
  const inWords = useSample()
  const { data, error, refetch } = useVocabulary()
  const [sought, setSought] = useState('')
  const needle = sought.trim().toLowerCase()
  const has = (...parts: string[]) => parts.join(' ').toLowerCase().includes(needle)
  const words = (data?.words ?? []).filter((word) => has(word.name, word.doc, word.example, meaning(word)))
  const samples = onSample ? (data?.examples ?? []).map(inWords).filter((sample) => has(sample.name, sample.note, sample.expression)) : []
  const list = (kind: Word['kind']) => words.filter((word) => word.kind === kind).map((word) => (
    <Entry key={word.name} name={word.name} aside={word.kind === 'variable' ? word.type : undefined} note={meaning(word)} title={`${t.insert(word.name)}\n${word.type}\n${word.example}`} onClick={onInsert && (() => onInsert(word.kind === 'function' ? word.example : word.name))} />
  ))
  const nothing = words.length === 0 && samples.length === 0
  return (
    <section aria-label={t.vocabulary} className="flex min-h-0 min-w-0 flex-1 flex-col gap-1">
      <Field label={t.vocabulary} placeholder={t.seek} autoComplete="off" value={sought} onChange={(e) => setSought(e.target.value)} />
      <div className="relative min-h-0 flex-1 overflow-y-auto rounded-control border border-line bg-sunken">
        {!data ? (error ? <Failed error={error} again={() => void refetch()} /> : <Loading />) : nothing ? <p className="p-3 text-label text-ink-2">{t.noWord}</p> : (
          <>
            <Group title={t.samples}>{samples.map((sample) => <Entry key={sample.name} name={sample.name} plain note={`${sample.note} → ${text(sample.effect)}`} title={sample.expression} onClick={onSample && (() => onSample(sample))} />)}</Group>
            <Group title={t.variables}>{list('variable')}</Group>
            <Group title={t.functions}>{list('function')}</Group>
          </>
        )}
      </div>
    </section>
  )
}

function Group({ title, children }: { title: string; children: readonly ReactNode[] }) {
  return children.length > 0 && (
    <section>
      <h3 className="sticky top-0 bg-sunken px-2.5 pt-2 pb-1 text-meta text-ink-3">{title}</h3>
      <ul className="flex flex-col pb-1">{children}</ul>
    </section>
  )
}

/** Entry leaves the caret where it is. */
function Entry({ name, aside, note, title, plain, onClick }: { name: string; aside?: string; note: string; title: string; plain?: boolean; onClick?: () => void }) {
  return (
    <li>
      <button type="button" disabled={!onClick} title={title} onMouseDown={(e) => e.preventDefault()} onClick={onClick} className="flex w-full min-w-0 flex-col px-2.5 py-1 text-left -outline-offset-2! enabled:hover:bg-hover">
        <span className="flex w-full min-w-0 items-baseline gap-2"><span className={plain ? 'foreign-line text-label font-medium' : 'foreign-line font-mono text-label'}>{name}</span>{aside && <span className="foreign-line ml-auto max-w-[50%] shrink-0 font-mono text-meta text-ink-3">{aside}</span>}</span>
        <span className="w-full text-label wrap-anywhere text-ink-2">{note}</span>
      </button>
    </li>
  )
}
