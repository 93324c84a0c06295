import '../no-eval.js';
import '../look/sheets.js';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/react-router';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { createRoot } from 'react-dom/client';
import { answers } from '../api/answers.js';
import type { Read } from '../api/answers.js';
import type { Connection } from '../api/live.js';
import { reads } from '../api/reads.js';
import { LiveContext } from '../frame/connection.js';
import { SideNavigation } from '../frame/side-navigation.js';
import { Strips } from '../frame/strips.js';
import { TopBar } from '../frame/top-bar.js';
import { PersonContext } from '../session/session.js';
import { connected, counts, freezes, health, installation, principal, safes } from './made.js';
import { SheetParts } from './sheet-parts.js';
import { StateParts } from './state-parts.js';
import { TextParts } from './text-parts.js';

/** What the parts of the frame ask for. */
const KNOWN: readonly (readonly [Read<unknown>, unknown])[] = [
  [reads.session, principal],
  [reads.installation, installation],
  [reads.inboxCounts, counts],
  [reads.safes, safes],
  [reads.freezes({ standing: 'true' }), freezes],
  [reads.health, health],
];
answers.setDefaultOptions({ queries: { staleTime: Infinity, retry: false } });
for (const [{ path }, answer] of KNOWN) answers.setQueryData([path], answer);

const asked = new URLSearchParams(location.search);
const connection = (asked.get('connection') ?? 'live') as Connection;

function Gallery() {
  return (
    <PersonContext value={principal}>
      <LiveContext value={connected(connection)}>
        <div className="frame">
          <SideNavigation openKeys={() => undefined} />
          <header className="top">
            <TopBar />
            <Strips />
          </header>
          <main id="main" tabIndex={-1}>
            <h1>Parts of the console</h1>
            <TextParts />
            <StateParts />
          </main>
        </div>
        {asked.has('sheet') ? <SheetParts /> : null}
      </LiveContext>
    </PersonContext>
  );
}

const router = createRouter({
  routeTree: createRootRoute({ component: Gallery }),
  history: createMemoryHistory(),
});
const place = document.getElementById('app');
if (!place) throw new Error('the page has no place for the parts');
createRoot(place).render(
  <CSPProvider disableStyleElements>
    <QueryClientProvider client={answers}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>
  </CSPProvider>,
);
