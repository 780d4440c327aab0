import type { Schemas } from '../../api/client'

type Content = Schemas['ContentBody']
type Kinds = { picture: string; audio: string; video: string; nothing: string }

/** gist is what was reported, in one line of foreign text. */
export function gist(content: Content, t: Kinds, nameOf: (label: Schemas['FoundLabel']) => string = ({ name }) => name): string {
  const said = content.messages.map((message) => {
    const kind = message.type === 'text' ? '' : `[${t[message.type]}]`
    return [kind, message.text].filter(Boolean).join(' ')
  })
  const { profile, evidence } = content
  if (evidence) said.push([`[${t[evidence.kind]}]`, evidence.text || evidence.labels.map(nameOf).join(' · ')].join(' '))
  if (said.length === 0 && profile) said.push([profile.name, profile.desc].filter(Boolean).join(' · '))
  return said.filter(Boolean).join('  ').replaceAll(/\s+/g, ' ').slice(0, 600) || t.nothing
}
