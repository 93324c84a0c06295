import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Frame } from './frame/frame.js';
import { readListSearch } from './pages/transfers/list-search.js';
import { NotFound } from './pages/elsewhere/not-found.js';

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
  const isOwn = typeof back === 'string' && /^\/(?![/\\])/.test(back);
  return { ...(isOwn && { back }), ...((why === 'ended' || why === 'unheard') && { why }) };
}

const newTransfer = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/new',
  component: lazyRouteComponent(() => import('./pages/new-transfer/new-transfer-page.js'), 'NewTransferPage'),
});

const transfer = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/$id',
  component: lazyRouteComponent(() => import('./pages/transfer/transfer-page.js'), 'TransferPage'),
});

const routes = root.addChildren([
  signIn,
  enrol,
  framed.addChildren([home, transfers, newTransfer, transfer]),
]);

export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
