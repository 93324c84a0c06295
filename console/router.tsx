import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { isOwnPath } from '../src/domain/values/own-path.js';
import { Frame } from './frame/frame.js';
import { readAnswerSearch } from './pages/changes/answer-search.js';
import { readChangesSearch } from './pages/changes/changes-search.js';
import { readFormSearch } from './pages/new-transfer/form-search.js';
import { readTransferSearch } from './pages/transfer/transfer-search.js';
import { readListSearch } from './pages/transfers/list-search.js';
import { NotFound } from './pages/elsewhere/not-found.js';
import { NotShown } from './pages/elsewhere/not-shown.js';
import { parseSearch, printSearch } from './plain-search.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Frame });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: doorSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.js'), 'SignInPage'),
});
const enrol = createRoute({
  getParentRoute: () => root,
  path: '/enrol',
  component: lazyRouteComponent(() => import('./pages/enrol/enrol-page.js'), 'EnrolPage'),
});
const home = createRoute({
  getParentRoute: () => framed,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/home-page.js'), 'HomePage'),
});
const transfers = createRoute({
  getParentRoute: () => framed,
  path: '/transfers',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./pages/transfers/transfers-page.js'), 'TransfersPage'),
});

/** Where one goes after signing in, a page of this console and nothing else; and why one has to sign in. */
function doorSearch({ back, why }: Readonly<Record<string, unknown>>): {
  readonly back?: string;
  readonly why?: 'ended' | 'unheard';
} {
  const isOwn = typeof back === 'string' && isOwnPath(back);
  return { ...(isOwn && { back }), ...((why === 'ended' || why === 'unheard') && { why }) };
}

const newTransfer = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/new',
  validateSearch: readFormSearch,
  component: lazyRouteComponent(() => import('./pages/new-transfer/new-transfer-page.js'), 'NewTransferPage'),
});

const transfer = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/$id',
  validateSearch: readTransferSearch,
  component: lazyRouteComponent(() => import('./pages/transfer/transfer-page.js'), 'TransferPage'),
});

const sign = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/$id/sign',
  component: lazyRouteComponent(() => import('./pages/sign/sign-page.js'), 'SignPage'),
});
const exceptions = createRoute({
  getParentRoute: () => framed,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('./pages/exceptions/exceptions-page.js'), 'ExceptionsPage'),
});
const changes = createRoute({
  getParentRoute: () => framed,
  path: '/changes',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(() => import('./pages/changes/changes-page.js'), 'ChangesPage'),
});
const change = createRoute({
  getParentRoute: () => framed,
  path: '/changes/$id',
  validateSearch: readAnswerSearch,
  component: lazyRouteComponent(() => import('./pages/changes/change-page.js'), 'ChangePage'),
});
const limits = createRoute({
  getParentRoute: () => framed,
  path: '/limits',
  component: lazyRouteComponent(() => import('./pages/limits/limits-page.js'), 'LimitsPage'),
});
const safes = createRoute({
  getParentRoute: () => framed,
  path: '/safes',
  component: lazyRouteComponent(() => import('./pages/safes/safes-page.js'), 'SafesPage'),
});
const safe = createRoute({
  getParentRoute: () => framed,
  path: '/safes/$id',
  component: lazyRouteComponent(() => import('./pages/safes/safe-page.js'), 'SafePage'),
});
const findings = createRoute({
  getParentRoute: () => framed,
  path: '/findings',
  component: lazyRouteComponent(() => import('./pages/findings/findings-page.js'), 'FindingsPage'),
});
const freezes = createRoute({
  getParentRoute: () => framed,
  path: '/freezes',
  component: lazyRouteComponent(() => import('./pages/freezes/freezes-page.js'), 'FreezesPage'),
});
const status = createRoute({
  getParentRoute: () => framed,
  path: '/status',
  component: lazyRouteComponent(() => import('./pages/status/status-page.js'), 'StatusPage'),
});
const settings = createRoute({
  getParentRoute: () => framed,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.js'), 'SettingsPage'),
});

const elsewhere = createRoute({ getParentRoute: () => framed, path: '$', component: NotFound });

const routes = root.addChildren([
  signIn,
  enrol,
  framed.addChildren([
    home,
    transfers,
    newTransfer,
    transfer,
    sign,
    exceptions,
    changes,
    change,
    limits,
    safes,
    safe,
    findings,
    freezes,
    status,
    settings,
    elsewhere,
  ]),
]);

export const router = createRouter({
  routeTree: routes,
  defaultPreload: 'intent',
  scrollRestoration: false,
  // A page gets what it has read of its address itself, and nothing else that stands there.
  ...{ search: { strict: true }, parseSearch, stringifySearch: printSearch },
  defaultErrorComponent: NotShown,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
