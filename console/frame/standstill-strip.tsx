import { useEffect, useState } from 'react';
import { clockDifference, serverNow } from '../api/server-clock.js';
import { Icon } from '../parts/icon.js';
import { When, span } from '../parts/when.js';
import { type Standstill, useStandstill } from './connection.js';
import styles from './strips.module.css';

/** Most breaks are over before anybody would see that there was one. */
const PATIENCE_MS = 1_000;

/** Why nothing can be signed on any page, what can still be done, and how it ends. */
export function StandstillStrip() {
  const why = useStandstill();
  return why === null ? null : <Strip key={why} why={why} />;
}

function Strip({ why }: { readonly why: Standstill }) {
  const [since] = useState(() => new Date(serverNow()).toISOString());
  const [isSaid, setSaid] = useState(why !== 'not-live');
  useEffect(() => {
    if (isSaid) return undefined;
    const timer = setTimeout(() => {
      setSaid(true);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isSaid]);
  if (!isSaid) return null;
  return (
    <div className={`strip ${styles.wait ?? ''}`} role="status">
      <Icon name={why === 'clocks' ? 'severity-warn' : 'act-offline'} />
      <p>
        <Words why={why} since={since} />
      </p>
    </div>
  );
}

function Words({ why, since }: { readonly why: Standstill; readonly since: string }) {
  switch (why) {
    case 'offline':
      return (
        <>
          <b>You are offline.</b> What is shown is as of <When at={since} />, and stays to be read; nothing
          can be signed. The page goes on by itself when the network is back.
        </>
      );
    case 'not-live':
      return (
        <>
          <b>
            Not live since <When at={since} />.
          </b>{' '}
          What is shown may be old, so nothing can be signed. The page asks again by itself.
        </>
      );
    case 'clocks':
      return (
        <>
          <b>The gateway’s clock and this device’s differ by {span(clockDifference())}.</b> So nothing can be
          signed here: what has expired cannot be told. Set the clock of this device; if it is right, tell the
          engineers.
        </>
      );
  }
}
