const browsers: readonly (readonly [RegExp, string])[] = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrom(e|ium)\//, 'Chrome'], [/Safari\//, 'Safari'], [/^curl\//, 'curl']]
const systems: readonly (readonly [RegExp, string])[] = [[/Windows/, 'Windows'], [/iPhone|iPad/, 'iOS'], [/Mac OS X|Macintosh/, 'macOS'], [/Android/, 'Android'], [/Linux/, 'Linux']]

/** deviceOf names a browser and its system from what it says of itself; null where it says nothing known. */
export function deviceOf(agent: string): string | null {
  const find = (list: typeof browsers) => list.find(([sign]) => sign.test(agent))?.[1]
  const parts = [find(browsers), find(systems)].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : agent.slice(0, 80) || null
}
