import { useMutation } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Suspense, lazy, useEffect } from 'react';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { FailureSay } from '../../parts/failure-say.js';
import { Say } from '../../parts/say.js';
import { whenBegunElsewhere } from '../../session/session.js';
import { useSandboxWallet } from '../../signing/use-sandbox-wallet.js';
import { Door } from '../door/door.js';
import styles from '../door/door.module.css';
import { Ways } from './ways.js';

const StoryList = lazy(async () => ({ default: (await import('../../stories/story-list.js')).StoryList }));

const WHY = {
  ended: {
    title: 'Your session has ended',
    children: (
      <p>A session ends after 30 idle minutes, and after 12 hours. You come back to where you were.</p>
    ),
  },
  unheard: {
    tone: 'stop',
    title: 'The gateway did not hear that you signed out',
    children: (
      <p>
        Nothing is shown here any more, but the session goes on until it was idle for 30 minutes. Sign in and
        out again to end it now.
      </p>
    ),
  },
} as const;

/** The way in, and back to where one was. */
export function SignInPage() {
  const installation = useRead(reads.installation);
  const { why } = useSearch({ from: '/sign-in' });
  useSandboxWallet(installation.data, null);
  return (
    <Door installation={installation.data} title="Sign in" before="you sign in">
      {installation.data?.isSandbox === true ? (
        <p className="quiet">Sandbox. Nothing here has value.</p>
      ) : null}
      {why === undefined ? null : (
        <div className={styles.said}>
          <Say {...WHY[why]} />
        </div>
      )}
      <Answered of={installation} skeleton={<p className="vh">Loading</p>}>
        {(view) => <SignIn installation={view} />}
      </Answered>
    </Door>
  );
}

function SignIn({ installation }: { readonly installation: InstallationView }) {
  const router = useRouter();
  const { back: place, why } = useSearch({ from: '/sign-in' });
  const back = place ?? '/';
  // Whoever was in the middle of something goes on with that.
  const hasStories = installation.sandboxWallet !== null && why === undefined;
  const attempt = useMutation({
    mutationFn: (way: () => Promise<void>) => way(),
    onSuccess: () => {
      router.history.push(back);
    },
  });
  useEffect(
    () =>
      whenBegunElsewhere(() => {
        router.history.push(back);
      }),
    [router, back],
  );
  return (
    <Suspense fallback={<p className="vh">Loading</p>}>
      {hasStories ? <Stories /> : null}
      <Ways
        {...{ installation, hasStories }}
        back={place}
        isBusy={attempt.isPending}
        onWay={(way) => {
          if (!attempt.isPending) attempt.mutate(way);
        }}
      />
      <div aria-live="polite" className={styles.said}>
        {attempt.isPending ? <p className="small quiet">Waiting for your wallet or your device.</p> : null}
        {attempt.error ? <FailureSay error={attempt.error} /> : null}
      </div>
    </Suspense>
  );
}

function Stories() {
  return (
    <section aria-labelledby="stories">
      <h2 id="stories" className={styles.part}>
        Three stories to try
      </h2>
      <p className="small quiet">
        You are everybody here: each step opens the Sandbox wallet, where you sign as whoever it takes.
      </p>
      <StoryList person={null} isMain />
      <h2 className={styles.part}>Or sign in as whom you like</h2>
    </section>
  );
}
