import { api } from './client'

type Call = (path: string, init?: { params?: { path?: Record<string, string | number>; query?: object; header?: Record<string, string> }; body?: unknown; signal?: AbortSignal }) => Promise<{ data?: unknown }>

/** soon calls what the document does not describe yet. */
export const soon = api as unknown as Record<'GET' | 'POST' | 'PUT' | 'DELETE', Call>
