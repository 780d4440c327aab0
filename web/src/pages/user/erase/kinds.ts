import type { Schemas } from '../../../api/client'

type Erased = Schemas['Erased']

/** What becomes of a row. */
export type Fate = 'gone' | 'blanked' | 'renamed' | 'redacted' | 'mixed'

/** kinds are what a reader calls the tables in which somebody stands, in the order in which they are shown. */
const kinds = [
  { kind: 'messages', tables: ['lines'], fate: 'mixed' },
  { kind: 'reports', tables: ['reports'], fate: 'blanked' },
  { kind: 'evidence', tables: ['evidence'], fate: 'gone' },
  { kind: 'cases', tables: ['cases'], fate: 'blanked' },
  { kind: 'decisions', tables: ['decisions'], fate: 'renamed' },
  { kind: 'notes', tables: ['case_notes'], fate: 'blanked' },
  { kind: 'sanctions', tables: ['sanctions'], fate: 'renamed' },
  { kind: 'lists', tables: ['listed'], fate: 'gone' },
  { kind: 'deliveries', tables: ['outbox'], fate: 'blanked' },
  { kind: 'party', tables: ['party_accounts', 'party_devices'], fate: 'gone' },
  { kind: 'calls', tables: ['party_calls', 'party_tickets', 'call_steps'], fate: 'renamed' },
  { kind: 'chat', tables: ['push_messages'], fate: 'mixed' },
  { kind: 'coins', tables: ['coin_accounts', 'coin_entries', 'coin_transfers'], fate: 'renamed' },
  { kind: 'log', tables: ['audit'], fate: 'redacted' },
] as const

/** Kind is one of them; traces are all tables that nobody would ask after by name, those of a newer server too. */
export type Kind = (typeof kinds)[number]['kind'] | 'traces'

/** Share is how much there is of a kind: what goes now, and what has to stay yet. */
export interface Share { kind: Kind; fate: Fate; now: number; waits: number }

const kindOf = new Map<string, Kind>(kinds.flatMap(({ kind, tables }) => tables.map((table) => [table, kind] as const)))

/** sharesOf puts the counts of tables into a reader's kinds; one of which there is nothing is left out. */
export function sharesOf({ counts, remains }: Pick<Erased, 'counts' | 'remains'>): Share[] {
  const now = sums(counts)
  const waits = sums(remains)
  return [...kinds, { kind: 'traces', fate: 'mixed' } as const]
    .map(({ kind, fate }) => ({ kind, fate, now: now.get(kind) ?? 0, waits: waits.get(kind) ?? 0 }))
    .filter((share) => share.now > 0 || share.waits > 0)
}

function sums(byTable: Readonly<Record<string, number>>): Map<Kind, number> {
  const sum = new Map<Kind, number>()
  for (const [table, rows] of Object.entries(byTable)) {
    const kind = kindOf.get(table) ?? 'traces'
    sum.set(kind, (sum.get(kind) ?? 0) + rows)
  }
  return sum
}

/** holdsOf tells whether there is anything: nothing, only what the log says of who looked, or data. */
export function holdsOf(shares: readonly Share[]): 'nothing' | 'log' | 'data' {
  if (shares.length === 0) return 'nothing'
  return shares.every((share) => share.kind === 'log') ? 'log' : 'data'
}

/** namesUser: the reason is kept, so that whom it is about must not stand in it. */
export function namesUser(reason: string, user: string): boolean {
  return reason.toLowerCase().includes(user.toLowerCase())
}

/** mayErase: for a reason, and by the whole id, typed as it is. */
export function mayErase({ reason, typed, user }: { reason: string; typed: string; user: string }): boolean {
  return reason.trim() !== '' && !namesUser(reason, user) && typed === user
}
