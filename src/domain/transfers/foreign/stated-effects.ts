import { type Hex, size, slice } from 'viem';
import { type Refusal, refusal } from '../../errors.js';
import { type Address, addressFromWord } from '../../values/address.js';
import type { ProposedSafeTransaction } from '../safe-transaction.js';
import { type DecodedCall, decodedCallFault } from './decoded-call.js';

/** A movement that somebody says a transaction makes; null members are not said. */
export interface StatedMovement {
  /** Null is the native coin. */
  readonly token: Address | null;
  readonly destination: Address | null;
  readonly units: bigint | null;
  /** It is said of the call itself: whom it calls, with how much of the native coin. */
  readonly isCall?: boolean;
  /** How many bytes the call has; a cancellation has none. */
  readonly dataSize?: bigint | null;
  /** Where this is said, as it is called there. */
  readonly where: string;
}

/** What is said beside the bytes of what they do. It is a claim: compared, never used. */
export interface StatedEffects {
  readonly calls: readonly DecodedCall[];
  readonly movements: readonly StatedMovement[];
}

/**
 * Whether the effects that came with a transaction are those of its bytes. Who reads only what is shown would sign
 * something else, so a difference freezes (THREATS G12).
 */
export function statedEffectsFault(
  tx: ProposedSafeTransaction,
  stated: StatedEffects,
): { readonly verdict: 'FREEZE'; readonly refusal: Refusal } | undefined {
  const call = stated.calls.map((each) => decodedCallFault(each, tx.data)).find((each) => each !== undefined);
  const reason =
    call ?? stated.movements.map((each) => movementFault(tx, each)).find((each) => each !== undefined);
  if (reason === undefined) return undefined;
  return {
    verdict: 'FREEZE',
    refusal: refusal('PARSE_BACK_MISMATCH', `${reason}: what is shown is not what would be signed`),
  };
}

function calledBy({ to, value }: ProposedSafeTransaction): Held {
  return { token: null, destination: to, units: value };
}

interface Held {
  readonly token: Address | null;
  readonly destination: Address;
  readonly units: bigint;
}

function movementFault(tx: ProposedSafeTransaction, stated: StatedMovement): string | undefined {
  const held = stated.isCall === true ? calledBy(tx) : heldMovement(tx);
  if (!held) return `${stated.where} shows a plain transfer, and its bytes are none`;
  const shown = `${stated.where} shows`;
  const bytes = BigInt(size(tx.data));
  if ((stated.dataSize ?? bytes) !== bytes) {
    const what = stated.dataSize === 0n ? 'an empty call' : `${String(stated.dataSize)} bytes of data`;
    return `${shown} ${what}, and there are ${bytes.toString()} bytes`;
  }
  if (stated.token !== held.token)
    return `${shown} ${tokenWords(stated.token)}, and its bytes move ${tokenWords(held.token)}`;
  if (stated.destination !== null && stated.destination !== held.destination)
    return `${shown} the recipient ${stated.destination}, and its bytes pay ${held.destination}`;
  if (stated.units !== null && stated.units !== held.units)
    return `${shown} ${stated.units.toString()} smallest units, and its bytes move ${held.units.toString()}`;
  return undefined;
}

// ERC-20: where the recipient and the amount stand in the arguments of a plain transfer.
const MOVING: Readonly<Record<string, readonly [recipient: number, amount: number]>> = {
  '0xa9059cbb': [0, 1], // transfer
  '0x23b872dd': [1, 2], // transferFrom
  '0x42842e0e': [1, 2], // safeTransferFrom, where the amount is the token's id
};

function heldMovement({ to, value, data, operation }: ProposedSafeTransaction): Held | undefined {
  if (operation !== 0) return undefined;
  if (data === '0x') return { token: null, destination: to, units: value };
  const places = size(data) < 4 ? undefined : MOVING[slice(data, 0, 4)];
  if (!places) return undefined;
  const [recipient, units] = places.map((at) => wordAt(data, at));
  if (recipient === undefined || units === undefined || !/^0x0{24}/.test(recipient)) return undefined;
  return { token: to, destination: addressFromWord(recipient), units: BigInt(units) };
}

function wordAt(data: Hex, at: number): Hex | undefined {
  const start = 4 + 32 * at;
  return size(data) < start + 32 ? undefined : slice(data, start, start + 32);
}

function tokenWords(token: Address | null): string {
  return token === null ? 'the native coin' : `the token ${token}`;
}
