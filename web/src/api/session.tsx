import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Schemas, api, must, signedOut } from './client'

export type Me = Schemas['Me']
export type Permission = 'read' | 'decide' | 'lift' | 'keep_lists' | 'senior' | 'resend' | 'edit_words' | 'administer' | 'oversee' | 'keep_coins'

interface Session {
  me: Me
  /** Whether the role allows it. The server decides; this only hides what would be refused. */
  may: (permission: Permission) => boolean
  logOut: () => Promise<void>
}

const Current = createContext<Session | null>(null)

export const meQuery = { queryKey: ['me'], queryFn: () => must(api.GET('/staff/me')), staleTime: 60_000, retry: false }

/** SignedIn shows its children to somebody who is logged in, else what it is told to. Once somebody was, an expired session covers the page and loses nothing of it. */
export function SignedIn({ children, stranger, again, waiting, failed }: {
  children: ReactNode; stranger: ReactNode; again: (me: Me, done: () => void) => ReactNode; waiting: ReactNode; failed: (error: unknown, retry: () => void) => ReactNode
}) {
  const client = useQueryClient()
  const { data: me, error, isPending, refetch } = useQuery(meQuery)
  const [expired, setExpired] = useState(false)
  useEffect(() => {
    const expire = () => {
      if (client.getQueryData(meQuery.queryKey)) setExpired(true) // else nobody was in yet
    }
    signedOut.addEventListener('signed-out', expire)
    return () => signedOut.removeEventListener('signed-out', expire)
  }, [client])
  const session = useMemo<Session | null>(() => me && {
    me,
    may: (permission) => me.permissions.includes(permission),
    logOut: async () => {
      await api.DELETE('/session')
      client.clear()
      location.assign('/console/login')
    },
  } || null, [me, client])
  if (!me || !session) {
    if (isPending) return waiting
    if (error && 'status' in error && error.status === 401) return stranger
    return failed(error, () => void refetch())
  }
  const done = () => {
    setExpired(false)
    void client.invalidateQueries()
  }
  return (
    <Current value={session}>
      {children}
      {expired && again(me, done)}
    </Current>
  )
}

export function useSession(): Session {
  const session = useContext(Current)
  if (!session) throw new Error('nobody is logged in here')
  return session
}
