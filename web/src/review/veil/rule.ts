import type { Preferences } from '../../app/preferences'
import type { WorkCase } from '../desk/work'

// What is likely to be hard to look at, whoever reported it.
const harsh: ReadonlySet<string> = new Set(['porn', 'illegal', 'politics'])

/** isHarsh tells whether what a label is about is likely to be hard to look at. */
export function isHarsh(label: string): boolean {
  return harsh.has(label)
}

/** isRisky tells whether a case's media are veiled unless somebody wants otherwise. */
export function isRisky(item: Pick<WorkCase, 'risk' | 'complaints'>): boolean {
  return item.risk || item.complaints.some(isHarsh)
}

export function isVeiled(veil: Preferences['veil'], risky: boolean): boolean {
  return veil === 'all' || (veil === 'risky' && risky)
}

// Of the width of what is blurred, in percent: a large picture hides as much as a small one. The server's veil is blurred already.
const strengths = [0, 2.5, 5, 9] as const
/** A film has no veil of the server: its own frames are covered, so that nothing can be made out of them at any strength. */
const leastOfFilms = 7

function cqw(percent: number): string {
  return `${percent}cqw`
}

/** filterOf is how a picture is covered (the server's veil, or a film) or shown. */
export function filterOf({ blur, grey }: Pick<Preferences, 'blur' | 'grey'>, covered: 'veil' | 'film' | 'open'): string | undefined {
  const parts: string[] = []
  const strength = strengths[Math.min(3, Math.max(0, Math.round(blur)))] ?? strengths[2]
  if (covered === 'veil' && strength > 0) parts.push(`blur(${cqw(strength)})`)
  if (covered === 'film') parts.push(`blur(${cqw(Math.max(leastOfFilms, strength))})`)
  if (grey || covered === 'film') parts.push('grayscale(1)')
  return parts.length > 0 ? parts.join(' ') : undefined
}
