import type { Schemas } from '../../api/client'
import { useWords } from '../../i18n/language'
import { When } from '../../ui/foreign'
import { Tag } from '../../ui/tag'
import { deliveryWords } from './words'

const tones = { delivered: 'ok', failed: 'warn', refused: 'danger' } as const

/** Attempts is each try of a delivery, the newest first, with what the platform said. */
export function Attempts({ attempts }: { attempts: readonly Schemas['AttemptItem'][] }) {
  const t = useWords(deliveryWords)
  if (attempts.length === 0) return <p className="text-ui text-ink-3">{t.noTries}</p>
  const outcomes: Record<string, string> = { delivered: t.delivered, failed: t.failed, refused: t.refusedOne }
  return (
    <ol className="flex flex-col gap-3">
      {attempts.toReversed().map((attempt) => (
        <li key={attempt.at} className="flex flex-col gap-1">
          <div className="flex items-center gap-2 text-label text-ink-2">
            <Tag tone={tones[attempt.outcome as keyof typeof tones] ?? 'plain'}>{outcomes[attempt.outcome] ?? attempt.outcome}</Tag>
            <span>{attempt.status === 0 ? t.noAnswer : `HTTP ${attempt.status}`}</span>
            <span className="text-ink-3">{t.took(length(attempt.took_ms))}</span>
            <When at={attempt.at} className="ml-auto text-ink-3" />
          </div>
          {attempt.error && attempt.error !== `HTTP ${attempt.status}` && <p dir="auto" className="foreign text-label text-danger">{attempt.error}</p>}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
          {attempt.answer && <pre dir="auto" tabIndex={0} aria-label={t.answer} className="foreign max-h-40 overflow-y-auto rounded-control border border-line bg-surface px-2 py-1.5 font-mono text-meta">{attempt.answer}</pre>}
        </li>
      ))}
    </ol>
  )
}

/** length is how long a call took. */
export function length(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}
