import './no-eval.js';
// Before anything can read the address.
import './pages/enrol/enrolment-token.js';
import './look/sheets.js';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { answers } from './api/answers.js';
import { FocusKeeper } from './frame/focus-keeper.js';
import { showChosenZone, showTheme } from './frame/preferences.js';
import { router } from './router.js';

showTheme();
showChosenZone();
const keeper = new FocusKeeper();
keeper.start();
router.subscribe('onResolved', ({ pathChanged, fromLocation, toLocation }) => {
  if (!pathChanged || !fromLocation) return;
  // Back is to where one was; another page begins at its top, as one does that is opened by itself.
  if (toLocation.state.__TSR_index > fromLocation.state.__TSR_index) scrollTo(0, 0);
  keeper.pageChanged();
});
const place = document.getElementById('app');
if (!place) throw new Error('the page has no place for the console');
createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={answers}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
