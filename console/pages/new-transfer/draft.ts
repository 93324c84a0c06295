import { DomainError } from '../../../src/domain/errors.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';
import { intentWords } from '../../../src/domain/transfers/transfer-words.js';
import { ZERO_ADDRESS, parseAddress } from '../../../src/domain/values/address.js';
import { type Amount, parseAmount } from '../../../src/domain/values/amount.js';
import type { Bytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parsePlainText } from '../../../src/domain/values/text.js';
import { unixSeconds } from '../../../src/domain/values/time.js';

export const REFERENCE_MAX = 140;

/** What is chosen from lists, as the API has it. */
export interface Chosen {
  readonly chainId: number;
  readonly safe: { readonly id: string; readonly label: string; readonly address: string };
  readonly asset: {
    readonly id: string;
    readonly symbol: string;
    readonly decimals: number;
    /** Undefined for the chain's own coin. */
    readonly address?: string;
  };
  readonly destination: { readonly id: string; readonly label: string; readonly address: string };
  readonly requester: string;
}

/** A parsed text, or why it is none, in words beside its field; null while nothing is typed. */
export type Read<T> = { readonly value: T } | { readonly fault: string } | null;

/** An amount in whole units; nothing is rounded, and no separator is guessed. */
export function readAmount(text: string, decimals: number): Read<Amount> {
  const typed = text.trim();
  if (typed === '') return null;
  if (/^[\d.,'\s\u2009\u202f_]+$/.test(typed) && /[,'\s\u2009\u202f_]/.test(typed))
    return { fault: 'Write 1500.25, with a point and without separators.' };
  return attempt(() => {
    const amount = parseAmount(typed, decimals);
    if (amount === 0n) throw new DomainError('AMOUNT_ZERO', 'a transfer of nothing only burns a nonce');
    return amount;
  });
}

export function readReference(text: string): Read<string> {
  return text === '' ? null : attempt(() => parsePlainText(text, REFERENCE_MAX));
}

function attempt<T>(parse: () => T): Read<T> {
  try {
    return { value: parse() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { fault: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.` };
  }
}

/** The intent that is signed: built here, of what is shown here. */
export function intentOf(
  { chainId, safe, asset, destination, requester }: Chosen,
  typed: {
    readonly amount: Amount;
    readonly reference: string;
    readonly salt: Bytes32;
    readonly expiresAt: number;
  },
): Intent {
  return {
    ...{ chainId, safeId: parseId('safe', safe.id), safe: parseAddress(safe.address) },
    assetId: parseId('ast', asset.id),
    asset: asset.address === undefined ? ZERO_ADDRESS : parseAddress(asset.address),
    ...{ destinationId: parseId('dst', destination.id), destination: parseAddress(destination.address) },
    ...{ amount: typed.amount, reference: typed.reference, salt: typed.salt },
    ...{ requesterId: parseId('per', requester), expiresAt: unixSeconds(typed.expiresAt) },
  };
}

/** The sentence of an intent, with the names that were chosen. @throws DomainError if names make it read otherwise */
export function wordsOf(intent: Intent, { safe, asset, destination }: Chosen): string {
  return intentWords(intent, {
    ...{ safe: safe.label, destination: destination.label },
    asset: { symbol: asset.symbol, decimals: asset.decimals },
  });
}
