// The console speaks Chinese first, then English. Every feature keeps its own words beside it; a word that one language lacks is a compile error.

export type Language = 'zh' | 'en'
export const languages: readonly Language[] = ['zh', 'en']

// oxlint-disable-next-line typescript/no-explicit-any -- a word takes whatever its sentence needs
type Word = string | ((...args: any[]) => string)
type Same<W> = W extends (...args: infer A) => string ? (...args: A) => string : string

export type Words<Z> = { readonly [L in Language]: { readonly [K in keyof Z]: Same<Z[K]> } }

/** words makes a feature's dictionary. */
export function words<const Z extends Record<string, Word>>(zh: Z, en: { [K in keyof Z]: Same<Z[K]> }): Words<Z> {
  return { zh: zh as unknown as { [K in keyof Z]: Same<Z[K]> }, en }
}
