import { Link, Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent, parseSearchWith, redirect, stringifySearchWith } from '@tanstack/react-router'
import { useWords } from '../i18n/language'
import { Empty, Failed } from '../ui/states'
import { Shell } from './shell'
import { shell } from './words'

const root = createRootRoute({ component: Outlet, notFoundComponent: NoPage })
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell })

function NoPage() {
  const t = useWords(shell)
  return <Empty title={t.noPage}><Link to="/" className="text-accent underline">{t.home}</Link></Empty>
}

const home = createRoute({ getParentRoute: () => inside, path: '/', beforeLoad: () => { throw redirect({ to: '/overview' }) } })
const login = createRoute({ getParentRoute: () => root, path: '/login', beforeLoad: () => { throw redirect({ to: '/' }) } })
const setup = createRoute({ getParentRoute: () => root, path: '/setup', beforeLoad: () => { throw redirect({ to: '/' }) } })

/** search is what a list is filtered by: short texts, all of them optional. */
function search(given: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) if (typeof value === 'string' || typeof value === 'number') kept[name] = String(value)
  return kept
}

const pages = [
  createRoute({ getParentRoute: () => inside, path: '/review/$queue', validateSearch: search, component: lazyRouteComponent(() => import('../pages/review'), 'ReviewPage') }),
  createRoute({ getParentRoute: () => inside, path: '/overview', component: lazyRouteComponent(() => import('../pages/overview'), 'OverviewPage') }),
  createRoute({ getParentRoute: () => inside, path: '/cases', validateSearch: search, component: lazyRouteComponent(() => import('../pages/cases'), 'CasesPage') }),
  createRoute({ getParentRoute: () => inside, path: '/cases/$id', component: lazyRouteComponent(() => import('../pages/case'), 'CasePage') }),
  createRoute({ getParentRoute: () => inside, path: '/words', validateSearch: search, component: lazyRouteComponent(() => import('../pages/words'), 'WordsPage') }),
  createRoute({ getParentRoute: () => inside, path: '/rules', validateSearch: search, component: lazyRouteComponent(() => import('../pages/rules'), 'RulesPage') }),
  createRoute({ getParentRoute: () => inside, path: '/rules/$id', validateSearch: search, component: lazyRouteComponent(() => import('../pages/rules'), 'RulePage') }),
  createRoute({ getParentRoute: () => inside, path: '/lines', validateSearch: search, component: lazyRouteComponent(() => import('../pages/lines'), 'LinesPage') }),
  createRoute({ getParentRoute: () => inside, path: '/thresholds', validateSearch: search, component: lazyRouteComponent(() => import('../pages/thresholds'), 'ThresholdsPage') }),
  createRoute({ getParentRoute: () => inside, path: '/calls', validateSearch: search, component: lazyRouteComponent(() => import('../pages/calls'), 'CallsPage') }),
  createRoute({ getParentRoute: () => inside, path: '/pictures', validateSearch: search, component: lazyRouteComponent(() => import('../pages/pictures'), 'PicturesPage') }),
  createRoute({ getParentRoute: () => inside, path: '/models', validateSearch: search, component: lazyRouteComponent(() => import('../pages/models'), 'ModelsPage') }),
  createRoute({ getParentRoute: () => inside, path: '/party', validateSearch: search, component: lazyRouteComponent(() => import('../pages/party'), 'PartyPage') }),
  createRoute({ getParentRoute: () => inside, path: '/people', validateSearch: search, component: lazyRouteComponent(() => import('../pages/people'), 'PeoplePage') }),
  createRoute({ getParentRoute: () => inside, path: '/users/$id', validateSearch: search, component: lazyRouteComponent(() => import('../pages/user'), 'UserPage') }),
  createRoute({ getParentRoute: () => inside, path: '/sanctions', validateSearch: search, component: lazyRouteComponent(() => import('../pages/sanctions'), 'SanctionsPage') }),
  createRoute({ getParentRoute: () => inside, path: '/deliveries', validateSearch: search, component: lazyRouteComponent(() => import('../pages/deliveries'), 'DeliveriesPage') }),
  createRoute({ getParentRoute: () => inside, path: '/apps', validateSearch: search, component: lazyRouteComponent(() => import('../pages/apps'), 'AppsPage') }),
  createRoute({ getParentRoute: () => inside, path: '/staff', validateSearch: search, component: lazyRouteComponent(() => import('../pages/staff'), 'StaffPage') }),
  createRoute({ getParentRoute: () => inside, path: '/audit', validateSearch: search, component: lazyRouteComponent(() => import('../pages/audit'), 'AuditPage') }),
  createRoute({ getParentRoute: () => inside, path: '/settings', component: lazyRouteComponent(() => import('../pages/settings'), 'SettingsPage') }),
]

export const router = createRouter({
  routeTree: root.addChildren([inside.addChildren([home, ...pages]), login, setup]),
  basepath: '/console',
  // A user's id is text, also where it looks like a number.
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith(String),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} again={reset} />,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
