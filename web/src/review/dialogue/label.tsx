import { Ban, Check, CircleDashed } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useTerms } from '../../i18n/terms'
import { Tag } from '../../ui/tag'
import { dialogueWords } from './words'

/** Label is somebody's verdict, or that he lacks one. */
export function Label({ label }: { label: string | null }) {
  const t = useWords(dialogueWords)
  const terms = useTerms()
  if (label === null) return <Tag tone="warn" icon={<CircleDashed size={11} aria-hidden="true" />}>{t.unjudged}</Tag>
  return label === 'pass'
    ? <Tag tone="ok" icon={<Check size={11} aria-hidden="true" />}>{terms.label(label)}</Tag>
    : <Tag tone="danger" icon={<Ban size={11} aria-hidden="true" />}>{terms.label(label)}</Tag>
}
