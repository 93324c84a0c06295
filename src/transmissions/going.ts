import type { TransferId } from '../domain/values/identifier.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import type { FlightOrder } from './flight-drafts.js';
import type { KeyTurn } from './key-turns.js';
import type { Concerned } from './relayer-alerts.js';

/** A transfer whose turn it is. */
export interface Going {
  readonly safe: OnboardedSafe;
  readonly concerned: Concerned & { readonly transferId: TransferId };
  readonly turn: KeyTurn;
}

/** What its next bytes are signed at. */
export function placeOf({ concerned, turn }: Going): Omit<FlightOrder, 'purpose' | 'call'> {
  const { block, nonce, held, own, left } = turn;
  return { concerned, block, nonce, held, isInAir: own !== undefined || left !== undefined };
}
