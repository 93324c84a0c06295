import { createContext, use, useSyncExternalStore } from 'react';
import type { Connection, Live } from '../api/live.js';
import { clocksDiffer, onClocks } from '../api/server-clock.js';
import { Icon } from '../parts/icon.js';
import { useClock, useZone } from '../parts/clock.js';

export const LiveContext = createContext<Live | null>(null);

/** Whether what is shown is of now. */
export function useConnection(): Connection {
  const live = use(LiveContext);
  if (!live) throw new Error('outside of the frame');
  return useSyncExternalStore(live.subscribe, live.connection);
}

/** Why nothing that is shown may be signed now, whatever it is; null if it may. */
export type Standstill = 'offline' | 'not-live' | 'clocks';

export function useStandstill(): Standstill | null {
  const connection = useConnection();
  const isOff = useSyncExternalStore(onClocks, clocksDiffer);
  if (connection !== 'live') return connection === 'offline' ? 'offline' : 'not-live';
  return isOff ? 'clocks' : null;
}

const LOOKS: Readonly<Record<Connection, string>> = {
  connecting: 'conn off begins',
  live: 'conn',
  reconnecting: 'conn off',
  offline: 'conn off',
};

/** The dot in the top bar: live or not, and the time by the gateway's clock. */
export function ConnectionDot() {
  const connection = useConnection();
  const time = useClock();
  const { word } = useZone();
  return (
    <span className={LOOKS[connection]} role="status">
      <Icon name={connection === 'reconnecting' || connection === 'offline' ? 'act-offline' : 'act-live'} />
      <span className="long">{connection}, </span>
      <span aria-hidden="true">{time}</span>
      <span className="long" aria-hidden="true">
        {' '}
        {word}
      </span>
    </span>
  );
}
