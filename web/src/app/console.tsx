import { lazy, Suspense } from 'react'
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { asProblem } from '../api/client'
import { HearsEvents } from '../api/events'
import { type Me, SignedIn, meQuery } from '../api/session'
import { Speaks, useWords } from '../i18n/language'
import { LoginForm } from '../pages/login/form'
import { loginWords } from '../pages/login/words'
import { Dialog } from '../ui/dialog'
import { Failed, Loading } from '../ui/states'
import { TakesCases } from './intake'
import { KeepsPreferences, usePreferences } from './preferences'
import { router } from './router'

const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (times, error) => times < 2 && asProblem(error).passing, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})

// Who is logged in needs neither.
const LoginPage = lazy(() => import('../pages/login/page').then((module) => ({ default: module.LoginPage })))
const SetupPage = lazy(() => import('../pages/login/page').then((module) => ({ default: module.SetupPage })))

export function Console() {
  return (
    <QueryClientProvider client={client}>
      <KeepsPreferences><Spoken /></KeepsPreferences>
    </QueryClientProvider>
  )
}

function Spoken() {
  const [preferences] = usePreferences()
  return (
    <Speaks language={preferences.language}>
      <SignedIn
        stranger={<Suspense fallback={<Loading rows={3} />}><Stranger /></Suspense>}
        again={(me, done) => <Again me={me} done={done} />}
        waiting={<Loading rows={3} />}
        failed={(error, retry) => <Failed error={error} again={retry} />}
      >
        <HearsEvents><TakesCases><RouterProvider router={router} /></TakesCases></HearsEvents>
      </SignedIn>
    </Speaks>
  )
}

/** Stranger lets somebody in, and on to where he was going. */
function Stranger() {
  const queries = useQueryClient()
  const enter = () => void queries.invalidateQueries({ queryKey: meQuery.queryKey })
  const here = new URL(location.href)
  if (here.pathname === '/console/setup') return <SetupPage token={here.searchParams.get('token') ?? ''} onDone={enter} />
  return <LoginPage onDone={enter} />
}

/** Again covers the page when the session has ended; what is on the page stays as it is. */
function Again({ me, done }: { me: Me; done: () => void }) {
  const t = useWords(loginWords)
  return (
    <Dialog title={t.again} onClose={() => {}}>
      <p className="pb-4 text-ui text-ink-2">{t.againNote}</p>
      <LoginForm username={me.member.username} onDone={done} />
    </Dialog>
  )
}
