import { capOf, isAtCap } from '../domain/relay/fees.js';
import { isNewVersionDue, refusedByAll } from '../domain/relay/flight.js';
import type { Flight } from './flights.repository.js';
import { feesOf } from './offered-fees.js';

type Sent = Omit<Flight, 'at'>;

/**
 * What people are told that a transfer waits for while the relayer is the reason; the same words as long as it is the
 * same reason.
 */
export function waitingWords(flight: Sent, block: bigint, cap: bigint): string | undefined {
  const refused = refusedByAll(flight);
  if (refused === 'funds') return "the relayer's key has too little coin for the gas";
  const isWaiting = refused !== 'not' || isNewVersionDue(flight, block);
  if (isWaiting && isAtCap(feesOf(flight), capOf(flight.purpose, cap))) return CAPPED;
  if (flight.purpose === 'void') return 'the relayer takes back what it has sent';
  return refused === 'not' ? undefined : 'no node takes what the relayer sends; the log says why';
}

export const CAPPED = 'the chain asks higher fees than the relayer may offer';
