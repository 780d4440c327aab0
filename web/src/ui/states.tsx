import type { ReactNode } from 'react'
import { CloudOff, RotateCw } from 'lucide-react'
import { Problem, asProblem } from '../api/client'
import { useWords } from '../i18n/language'
import { Button } from './button'
import { ui } from './words'

/** useReason says in the reader's language why a call failed. */
export function useReason(): (error: unknown) => string {
  const t = useWords(ui)
  return (error) => {
    const problem = asProblem(error)
    if (problem.status === 0) return t.unreachable
    if (problem.status === 403) return t.forbidden
    if (problem.status === 404) return t.notFound
    if (problem.status === 409) return t.conflict
    if (problem.status === 429) return t.tooMany
    if (problem.status === 500) return t.internal
    if (problem.status > 500) return t.unavailable
    return problem.message ? `${t.invalid}：${problem.message}` : t.invalid
  }
}

/** Empty is a quiet line where there is nothing. */
export function Empty({ title, children, icon }: { title: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="flex h-full min-h-48 flex-col items-center justify-center gap-2 p-8 text-center">
      {icon && <span className="text-ink-3">{icon}</span>}
      <p className="text-[15px] font-medium text-ink">{title}</p>
      {children && <div className="max-w-[46em] text-ui text-ink-2">{children}</div>}
    </div>
  )
}

/** Failed says what could not be had, and offers to try again. */
export function Failed({ error, again, title }: { error: unknown; again?: () => void; title?: string }) {
  const t = useWords(ui)
  const reason = useReason()
  const offline = error instanceof Problem && error.status === 0
  return (
    <div role="alert" className="flex h-full min-h-48 flex-col items-center justify-center gap-3 p-8 text-center">
      <CloudOff size={22} className="text-ink-3" />
      <p className="text-[15px] font-medium">{offline ? t.offline : (title ?? t.failed)}</p>
      <p className="text-ui text-ink-2">{reason(error)}</p>
      {again && <Button icon={<RotateCw size={14} />} onClick={again}>{t.retry}</Button>}
    </div>
  )
}

/** Loading keeps the place of rows that are on their way. It shows after a moment only, so that quick answers do not flicker. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useWords(ui)
  return (
    <div role="status" aria-label={t.loading} className="late flex flex-col gap-3 p-5">
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className="h-5 rounded-key bg-hover" style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

/** Note is a line that reports on something just done. */
export function Note({ tone, children }: { tone: 'ok' | 'danger' | 'warn'; children: ReactNode }) {
  const look = { ok: 'border-ok-line bg-ok-soft text-ok', danger: 'border-danger-line bg-danger-soft text-danger', warn: 'border-warn-line bg-warn-soft text-warn' }[tone]
  return <p role={tone === 'danger' ? 'alert' : 'status'} className={`rounded-control border px-3 py-2 text-ui ${look}`}>{children}</p>
}
