import type { Schemas } from '../../api/client'
import type { CaseItem } from '../desk/work'
import { isHarsh, isRisky } from '../veil/rule'

export type Call = Schemas['CallBody']
export type Item = Schemas['EvidenceItem']
export type Person = Schemas['PersonBody']
export type FoundLabel = Schemas['FoundLabel']
export type Sanction = Schemas['SanctionItem']

/** isRiskyCall tells whether the pictures of a call are veiled unless somebody wants otherwise: what its cloud suspects counts as a complaint does. */
export function isRiskyCall(item: Pick<CaseItem, 'risk' | 'complaints'>, call: Call): boolean {
  return isRisky(item) || call.items.some(({ labels }) => labels.some(({ verdict }) => isHarsh(verdict)))
}

/** Entry is one thing on the way of a call. Its key stays whatever else becomes known. */
export type Entry = { key: string; at: string } & (
  | { kind: 'start' | 'end' }
  | { kind: 'join' | 'leave'; person: Person }
  | { kind: 'evidence'; item: Item }
)

// What happens at the same moment happens in this order.
const order = { start: 0, join: 1, evidence: 2, leave: 3, end: 4 } as const

/** entriesOf is the way of a call in the order of time: who came and went, what was seen and heard. */
export function entriesOf({ room, people, items }: Call): Entry[] {
  const entries: Entry[] = [
    ...(room.started_at ? [{ key: 'start', at: room.started_at, kind: 'start' as const }] : []),
    ...people.flatMap((person) => person.present.flatMap(({ from, to }): Entry[] => [
      { key: `in ${person.uid} ${from}`, at: from, kind: 'join', person },
      // Whoever is there until the end leaves with it.
      ...(to && to !== room.ended_at ? [{ key: `out ${person.uid} ${to}`, at: to, kind: 'leave' as const, person }] : []),
    ])),
    ...items.map((item): Entry => ({ key: `item ${item.n}`, at: item.from, kind: 'evidence', item })),
    ...(room.ended_at ? [{ key: 'end', at: room.ended_at, kind: 'end' as const }] : []),
  ]
  return entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || order[a.kind] - order[b.kind])
}

/** arranged keeps what is on screen where it is: what came since stands below it, in the order of time. */
export function arranged(shown: readonly string[], entries: readonly Entry[]): Entry[] {
  const by = new Map(entries.map((entry) => [entry.key, entry]))
  const seen = new Set(shown)
  return [...shown.flatMap((key) => by.get(key) ?? []), ...entries.filter(({ key }) => !seen.has(key))]
}

/** steady is a call as it is now without any change in the height of what was shown: texts that grew are left for later. */
export function steady(shown: Call, now: Call): Call {
  const before = new Map(shown.items.map((item) => [item.n, item]))
  return { ...now, items: now.items.map((item) => {
    const old = before.get(item.n)
    return old ? { ...item, audio: old.audio, labels: old.labels } : item
  }) }
}

/** graver is the label that says more: a certain one before a suspicious one, what is hard to look at before the rest. */
function graver(a: Weighed, b: Weighed): number {
  return Number(isHarsh(b.verdict)) - Number(isHarsh(a.verdict)) || certainty(b) - certainty(a) || b.rate - a.rate
}

type Weighed = Pick<FoundLabel, 'verdict' | 'level' | 'rate'>

/** certainty is the level, where it is one that anybody knows. */
function certainty({ level }: Weighed): number {
  return level === 1 || level === 2 ? level : 0
}

/** gravest is what says most about a piece of evidence, if anything is said. */
export function gravest(item: Item): FoundLabel | undefined {
  return item.labels.toSorted(graver)[0]
}

/** worst is the piece that says most; of equals the first. */
export function worst({ items }: Call): Item | undefined {
  const nothing = { verdict: '', level: 0, rate: 0 }
  return items.toSorted((a, b) => graver(gravest(a) ?? nothing, gravest(b) ?? nothing))[0]
}

/** isStirring tells whether something may still come: the call goes on, a picture is being copied, words are being recognised. */
export function isStirring({ room, items }: Call): boolean {
  return !room.ended_at || items.some(({ picture, audio, status }) => picture?.state === 'waiting' || audio?.asr === 'running' || status === 101)
}

/** isKickHere tells a kick out of this very call. */
export function isKickHere(call: Pick<Call, 'room'>, sanction: Sanction): boolean {
  return sanction.action === 'kick_room' && sanction.place_id === call.room.channel_id
}

/** liftable is what the lift key lifts: the kick out of this call, else another, else the newest of what binds him. */
export function liftable(call: Call): Sanction | undefined {
  const binding = call.accused.known?.in_force ?? []
  return binding.find((one) => isKickHere(call, one)) ?? binding.find(({ action }) => action === 'kick_room') ?? binding.toSorted((a, b) => b.id - a.id)[0]
}
