import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { isSignedOut, useRead } from '../api/answers.js';
import { Live } from '../api/live.js';
import { reads } from '../api/reads.js';
import { Answered } from '../parts/answered.js';
import { IdleWatch } from '../session/idle-watch.js';
import { ownTyped, forgetTyped } from '../session/typed.js';
import { PersonContext, forgetAnswers, whenBegunElsewhere, whenEndedElsewhere } from '../session/session.js';
import { LiveContext } from './connection.js';
import { useKeys } from './keys/use-keys.js';
import { useLater } from './use-later.js';
import { SideNavigation } from './side-navigation.js';
import { Strips } from './strips.js';
import { TopBar } from './top-bar.js';

/** Everything around a page, for whoever is signed in; others are sent to the door, and come back here. */
export function Frame() {
  const session = useRead(reads.session);
  const navigate = useNavigate();
  const isOut = isSignedOut(session.error);
  const hadSession = session.data !== undefined;
  useEffect(() => {
    const leave = (why: { readonly why?: 'ended' }): void => {
      forgetAnswers();
      const search = { back: location.pathname + location.search, ...why };
      // Whoever has just come has nothing to go back to.
      void navigate({ to: '/sign-in', search, replace: !hadSession });
    };
    if (isOut) leave(hadSession ? { why: 'ended' } : {});
    return whenEndedElsewhere(() => {
      leave({});
    });
  }, [isOut, hadSession, navigate]);
  useEffect(
    // Whatever this tab was in the middle of was somebody else's, or of another session.
    () =>
      whenBegunElsewhere(() => {
        location.reload();
      }),
    [],
  );
  if (isOut) return null;
  return (
    <Answered of={session} skeleton={<p className="vh">Loading</p>}>
      {(principal) => (
        <PersonContext value={principal}>
          <SignedIn key={principal.id} person={principal.id} />
        </PersonContext>
      )}
    </Answered>
  );
}

const loadKeyHelp = () => import('./keys/key-help.js');

function SignedIn({ person }: { readonly person: string }) {
  const [live] = useState(() => new Live());
  useTypedHere(person);
  const { isHelpOpen, setHelpOpen } = useKeys();
  const help = useLater(loadKeyHelp, isHelpOpen);
  useEffect(() => {
    live.start();
    return () => {
      live.stop();
    };
  }, [live]);
  return (
    <LiveContext value={live}>
      <a className="skip" href="#main">
        To the content
      </a>
      <div className="frame">
        <SideNavigation
          openKeys={() => {
            setHelpOpen(true);
          }}
        />
        <header className="top">
          <TopBar />
          <Strips />
        </header>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {help ? <help.KeyHelp isOpen={isHelpOpen} setOpen={setHelpOpen} /> : null}
      <IdleWatch />
    </LiveContext>
  );
}

const DOOR = '/sign-in';

/** What was typed is kept for whoever comes back through the door, and not for whoever leaves a page by themselves. */
function useTypedHere(person: string): void {
  const router = useRouter();
  useEffect(() => {
    ownTyped(person);
    return router.subscribe('onBeforeNavigate', ({ fromLocation, toLocation, pathChanged }) => {
      if (pathChanged && fromLocation?.pathname !== DOOR && toLocation.pathname !== DOOR) forgetTyped();
    });
  }, [router, person]);
}
