import { useMutation } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
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
  useSandboxWallet(installation.data);
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
  const { back = '/' } = useSearch({ from: '/sign-in' });
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
    <>
      <Ways
        installation={installation}
        isBusy={attempt.isPending}
        onWay={(way) => {
          if (!attempt.isPending) attempt.mutate(way);
        }}
      />
      <div aria-live="polite" className={styles.said}>
        {attempt.isPending ? <p className="small quiet">Waiting for your wallet or your device.</p> : null}
        {attempt.error ? <FailureSay error={attempt.error} /> : null}
      </div>
    </>
  );
}
