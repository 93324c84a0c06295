import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Frame } from './frame/frame.js';
import { readTransferSearch } from './pages/transfer/transfer-search.js';
import { readListSearch } from './pages/transfers/list-search.js';
import { NotFound } from './pages/elsewhere/not-found.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Frame });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ back }: Readonly<Record<string, unknown>>) => ownPath(back),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.js'), 'SignInPage'),
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

/** Where one goes after signing in: a page of this console and nothing else. */
function ownPath(back: unknown): { readonly back?: string } {
  const isOwn = typeof back === 'string' && /^\/(?![/\\])/.test(back);
  return isOwn ? { back } : {};
}

const newTransfer = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/new',
  component: lazyRouteComponent(() => import('./pages/new-transfer/new-transfer-page.js'), 'NewTransferPage'),
});

const transfer = createRoute({
  getParentRoute: () => framed,
  path: '/transfers/$id',
  validateSearch: readTransferSearch,
  component: lazyRouteComponent(() => import('./pages/transfer/transfer-page.js'), 'TransferPage'),
});

const exceptions = createRoute({
  getParentRoute: () => framed,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('./pages/exceptions/exceptions-page.js'), 'ExceptionsPage'),
});

const routes = root.addChildren([
  signIn,
  framed.addChildren([home, transfers, newTransfer, transfer, exceptions]),
]);

export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
