import { type RefObject, useId, useRef } from 'react'
import { Check, CircleAlert } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { cx } from '../../ui/class'
import { useReason } from '../../ui/states'
import { useFaultText } from './faulttext'
import { type Fault, pieces, placeOf } from './problems'
import { useCheck } from './use'
import { ruleWords } from './words'

/** Both layers must break lines at the same places. */
const letters = 'block w-full px-2.5 py-2 font-mono text-[13px] leading-[22px] whitespace-pre-wrap [overflow-wrap:anywhere] [tab-size:2]'
const longest = 4096

interface Props { field: RefObject<HTMLTextAreaElement | null>; value: string; onChange: (value: string) => void; disabled: boolean; error?: string }

/** Expression is where a condition is written. What is wrong is underlined below the letters, which lie above it, and listed with its place. */
export function Expression({ field, value, onChange, disabled, error }: Props) {
  const t = useWords(ruleWords)
  const id = useId()
  const under = useRef<HTMLDivElement>(null)
  const check = useCheck(value, !disabled)
  const faults = check.faults
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-1">
      <label htmlFor={id} className="text-label text-ink-2">{t.condition}</label>
      <div className={cx('relative min-h-[154px] flex-1 overflow-hidden rounded-control border bg-surface', faults.length > 0 || error ? 'border-danger' : 'border-line-strong', disabled && 'bg-hover')}>
        <div ref={under} aria-hidden="true" className={cx(letters, 'pointer-events-none absolute inset-0 overflow-y-scroll text-transparent [scrollbar-color:transparent_transparent]')}>
          {pieces(value, faults).map((piece) => <span key={piece.from} className={piece.faulty ? 'underline decoration-danger decoration-wavy decoration-2 underline-offset-4' : undefined}>{piece.text}</span>)}
          {'\n'}
        </div>
        <textarea
          ref={field} id={id} dir="ltr" spellCheck={false} autoCapitalize="off" autoComplete="off" maxLength={longest} readOnly={disabled} value={value}
          aria-invalid={faults.length > 0 || undefined} aria-describedby={`${id}-state`}
          className={cx(letters, 'absolute inset-0 h-full resize-none overflow-y-scroll bg-transparent text-ink -outline-offset-2! outline-none focus-visible:outline-2')}
          onChange={(e) => onChange(e.target.value)}
          onScroll={(e) => { if (under.current) under.current.scrollTop = e.currentTarget.scrollTop }}
        />
      </div>
      <div id={`${id}-state`} aria-live="polite" className="min-h-4">
        {error ? <p className="text-label text-danger">{error}</p> : <Found {...check} value={value} onGo={(fault) => { field.current?.focus(); field.current?.setSelectionRange(fault.from, fault.to) }} />}
      </div>
    </div>
  )
}

/** Found is what the check says, each problem a way to its place. */
function Found({ phase, faults, failure, value, onGo }: ReturnType<typeof useCheck> & { value: string; onGo: (fault: Fault) => void }) {
  const t = useWords(ruleWords)
  const reason = useReason()
  const text = useFaultText()
  if (failure) return <p className="text-label text-ink-2">{t.uncheckable}：{reason(failure)}</p>
  if (phase === 'idle') return <p className="text-label text-ink-3">{t.conditionHint}</p>
  if (phase === 'checking') return <p className="text-label text-ink-3">{t.checking}</p>
  if (faults.length === 0) return <p className="flex items-center gap-1 text-label text-ok"><Check size={13} aria-hidden="true" />{t.good}</p>
  return (
    <ul aria-label={t.problems} className="flex max-h-24 flex-col overflow-y-auto">
      {faults.map((fault) => {
        const { line, column } = placeOf(value, fault.from)
        return (
          <li key={`${fault.from} ${fault.to} ${fault.message}`}>
            <button type="button" onClick={() => onGo(fault)} className="flex min-h-6 max-w-full items-baseline gap-1.5 rounded-key py-1 text-left text-label text-danger hover:underline">
              <CircleAlert size={12} aria-hidden="true" className="shrink-0 self-center" />
              <span className="shrink-0">{t.at(line, column)}</span><span dir="auto" title={fault.message} className="foreign min-w-0">{text(fault.message)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
