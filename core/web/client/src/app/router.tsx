import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { readFigureSearch } from '@/features/boards/search'
import { readLedgerSearch } from '@/features/ledger/search'
import { readListSearch, readRecordSearch } from '@/features/records/search'
import { readImport } from '@/features/sheets/search'
import { Broken } from './broken'
import { Lost } from './lost'
import { Opening } from './opening'
import { readDuties, readFields, readFind, readLog, readNew, readPeople, readProgramme, readToday, readUnits } from './search'
import { Shell } from './shell'

// Every address of the client. Each screen is fetched when it is first opened.

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost })

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('@/features/signin/welcome-page'), 'WelcomePage'),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in/$provider',
  component: lazyRouteComponent(() => import('@/features/signin/signed-in-page'), 'SignedInPage'),
})

/** Everything behind the sign-in. It has no path of its own. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const today = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: readToday,
  component: lazyRouteComponent(() => import('@/features/today/today-page'), 'TodayPage'),
})
const records = createRoute({
  getParentRoute: () => shell,
  path: '/records/$kind',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/records/list-page'), 'ListPage'),
})
const fresh = createRoute({
  getParentRoute: () => shell,
  path: '/records/$kind/new',
  validateSearch: readNew,
  component: lazyRouteComponent(() => import('@/features/records/new-page'), 'NewPage'),
})
const example = createRoute({
  getParentRoute: () => shell,
  path: '/records/$kind/example',
  component: lazyRouteComponent(() => import('@/features/records/example-page'), 'ExamplePage'),
})
const batch = createRoute({
  getParentRoute: () => shell,
  path: '/records/$kind/batch',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/records/batch-page'), 'BatchPage'),
})
const sheet = createRoute({
  getParentRoute: () => shell,
  path: '/records/$kind/import',
  validateSearch: readImport,
  component: lazyRouteComponent(() => import('@/features/sheets/import-page'), 'ImportPage'),
})
const many = createRoute({
  getParentRoute: () => shell,
  path: '/records/$kind/many',
  component: lazyRouteComponent(() => import('@/features/records/many-page'), 'ManyPage'),
})
const outbox = createRoute({
  getParentRoute: () => shell,
  path: '/outbox',
  component: lazyRouteComponent(() => import('@/features/records/outbox-page'), 'OutboxPage'),
})
const record = createRoute({
  getParentRoute: () => shell,
  path: '/record/$id',
  validateSearch: readRecordSearch,
  component: lazyRouteComponent(() => import('@/features/records/record-page'), 'RecordPage'),
})
const ledger = createRoute({
  getParentRoute: () => shell,
  path: '/ledger',
  validateSearch: readLedgerSearch,
  component: lazyRouteComponent(() => import('@/features/ledger/ledger-page'), 'LedgerPage'),
})
const board = createRoute({
  getParentRoute: () => shell,
  path: '/boards/$id',
  validateSearch: readFigureSearch,
  component: lazyRouteComponent(() => import('@/features/boards/board-page'), 'BoardPage'),
})
const figure = createRoute({
  getParentRoute: () => shell,
  path: '/figures/$measure',
  validateSearch: readFigureSearch,
  component: lazyRouteComponent(() => import('@/features/boards/lineage-page'), 'LineagePage'),
})
const paper = createRoute({
  getParentRoute: () => shell,
  path: '/documents/$id',
  component: lazyRouteComponent(() => import('@/features/boards/document-page'), 'DocumentPage'),
})
const reports = createRoute({
  getParentRoute: () => shell,
  path: '/reports',
  component: lazyRouteComponent(() => import('@/features/reports/reports-page'), 'ReportsPage'),
})
const report = createRoute({
  getParentRoute: () => shell,
  path: '/reports/$template',
  validateSearch: readFigureSearch,
  component: lazyRouteComponent(() => import('@/features/reports/report-page'), 'ReportPage'),
})
const programme = createRoute({
  getParentRoute: () => shell,
  path: '/programme',
  validateSearch: readProgramme,
  component: lazyRouteComponent(() => import('@/features/programme/programme-page'), 'ProgrammePage'),
})
const duties = createRoute({
  getParentRoute: () => shell,
  path: '/duties',
  validateSearch: readDuties,
  component: lazyRouteComponent(() => import('@/features/duties/duties-page'), 'DutiesPage'),
})
const find = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: readFind,
  component: lazyRouteComponent(() => import('@/features/search/search-page'), 'SearchPage'),
})
const modules = createRoute({
  getParentRoute: () => shell,
  path: '/modules',
  component: lazyRouteComponent(() => import('@/features/modules/modules-page'), 'ModulesPage'),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/settings-page'), 'SettingsPage'),
})
const log = createRoute({
  getParentRoute: () => shell,
  path: '/log',
  validateSearch: readLog,
  component: lazyRouteComponent(() => import('@/features/log/log-page'), 'LogPage'),
})
const setup = createRoute({
  getParentRoute: () => shell,
  path: '/setup',
  component: lazyRouteComponent(() => import('@/features/setup/setup-page'), 'SetupPage'),
})
const fields = createRoute({
  getParentRoute: () => shell,
  path: '/fields',
  validateSearch: readFields,
  component: lazyRouteComponent(() => import('@/features/fields/fields-page'), 'FieldsPage'),
})
const units = createRoute({
  getParentRoute: () => shell,
  path: '/units',
  validateSearch: readUnits,
  component: lazyRouteComponent(() => import('@/features/units/units-page'), 'UnitsPage'),
})
const unitsImport = createRoute({
  getParentRoute: () => shell,
  path: '/units/import',
  component: lazyRouteComponent(() => import('@/features/units/import-page'), 'UnitsImportPage'),
})
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: readPeople,
  component: lazyRouteComponent(() => import('@/features/people/people-page'), 'PeoplePage'),
})
const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/account-page'), 'AccountPage'),
})
const discarded = createRoute({
  getParentRoute: () => shell,
  path: '/discarded',
  component: lazyRouteComponent(() => import('@/features/records/discarded-page'), 'DiscardedPage'),
})
// An unknown address keeps the frame, so that there is a way on.
const lost = createRoute({ getParentRoute: () => shell, path: '$', component: Lost })

export const routeTree = root.addChildren([welcome, signedIn, shell.addChildren([today, records, fresh, example, batch, sheet, many, outbox, record, ledger, board, figure, paper, reports, report, programme, duties, find, modules, fields, settings, log, setup, units, unitsImport, people, account, discarded, lost])])

export const router = createRouter({
  routeTree,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: Opening,
  defaultPendingMs: 300,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: Lost,
})

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
