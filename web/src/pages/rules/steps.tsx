import { ChevronRight } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { cx } from '../../ui/class'
import { Tag, type Tone } from '../../ui/tag'
import { type State, states } from './calls'
import { ruleWords } from './words'

const tones: Record<State, Tone> = { draft: 'plain', shadow: 'accent', live: 'ok' }

export function StateTag({ state }: { state: State }) {
  const t = useWords(ruleWords)
  return <Tag tone={tones[state]} title={t[`${state}Note`]}>{t[state]}</Tag>
}

const chosen: Record<State, string> = { draft: 'border-line-strong bg-hover text-ink', shadow: 'border-accent-line bg-accent-soft text-accent', live: 'border-ok-line bg-ok-soft text-ok' }

/** Steps is how far a rule has come: written, tried in the shadow, counting. */
export function Steps({ state, onChange, disabled }: { state: State; onChange: (state: State) => void; disabled: boolean }) {
  const t = useWords(ruleWords)
  return (
    <ol aria-label={t.steps} className="flex items-center gap-1">
      {states.map((one, i) => (
        <li key={one} className="flex items-center gap-1">
          {i > 0 && <ChevronRight size={14} aria-hidden="true" className="text-ink-3" />}
          <button
            type="button" aria-current={one === state ? 'step' : undefined} disabled={disabled && one !== state} title={t[`${one}Note`]} onClick={() => { if (one !== state) onChange(one) }}
            className={cx('h-7 rounded-control border px-2.5 text-label whitespace-nowrap', one === state ? cx('font-medium', chosen[one]) : 'border-line text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink disabled:text-ink-3')}
          >
            {t[one]}
          </button>
        </li>
      ))}
    </ol>
  )
}
