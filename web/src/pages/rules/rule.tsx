import { useParams } from '@tanstack/react-router'
import { Scale } from 'lucide-react'
import { asProblem } from '../../api/client'
import { Page } from '../../app/shell'
import { useWords } from '../../i18n/language'
import { Empty, Failed, Loading } from '../../ui/states'
import { Editor } from './editor'
import { useRule } from './use'
import { ruleWords } from './words'

export function RulePage() {
  const t = useWords(ruleWords)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  if (id === 'new') return <Editor key="new" />
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0
  return number === 0 ? <Page title={t.unknown}><Empty title={t.unknown} icon={<Scale size={22} />} /></Page> : <Known key={number} id={number} />
}

function Known({ id }: { id: number }) {
  const t = useWords(ruleWords)
  const { data: rule, error, refetch } = useRule(id)
  // A rule that is deleted meanwhile stays on screen, with what was written.
  if (rule) return <Editor rule={rule} gone={asProblem(error).status === 404} />
  const missing = asProblem(error).status === 404
  return <Page title={t.one}>{missing ? <Empty title={t.unknown} icon={<Scale size={22} />} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading />}</Page>
}
