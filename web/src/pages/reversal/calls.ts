/** Cause is what led to decisions: list:3, rule:5, bank:2, model, detector, conduct; of any version where none is said. */
export interface Reversible { app: string; cause: string; version?: number; from?: string; to?: string }

/** Preview counts what would be undone. */
export interface Preview { lines: number; denied: number; masked: number; waiting: number; decided: number; sanctions: number; reversible: number }

/** Reversing is how far it has come. */
export interface Reversing { done: number; total: number; lifted: number; called_back: number; closed: number; skipped: number }
