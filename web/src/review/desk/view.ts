import type { Desk } from './desk'
import type { Trouble } from './state'
import type { WorkCase } from './work'

/** What a view of a case is given. A queue may have a view of its own; all of them are made of the same parts. */
export interface CaseViewProps {
  desk: Desk
  work: WorkCase
  /** The case is not the reviewer's any more: it can be looked at, and left. */
  trouble?: Trouble
  /** It is drawn ahead of its turn, out of sight. */
  ahead: boolean
}
