import type { Address } from '../../values/address.js';

export const EFFECT_ACTIONS = [
  'transfer',
  'transfer-from',
  'allow',
  'allow-all',
  'wrap',
  'unwrap',
  'safe-management',
  'approve-hash',
  'sign-message',
  'execute',
  'batch',
  'run-code',
  'replace-code',
  'hand-over',
  'deploy',
  'gas-refund',
  'nothing',
  'call',
  'not-shown',
] as const;

type EffectAction = (typeof EFFECT_ACTIONS)[number];

/** What one call does, with the parts of its sentence. Null is what it has not, or what the bytes do not say. */
export interface Effect {
  /** "1.2" is the second call within the first. */
  readonly place: string;
  readonly action: EffectAction;
  readonly sentence: string;
  /** Null where the bytes do not name who is called. */
  readonly to: Address | null;
  readonly operation: number | null;
  /** Of the native coin, in whole units: what goes along. */
  readonly value: string | null;
  readonly function: string | null;
  /** In whole units of a registered asset, else in the smallest units. */
  readonly amount: string | null;
  readonly isUnlimited: boolean;
  readonly asset: string | null;
  readonly spender: Address | null;
  readonly spenderName: string | null;
  readonly destination: Address | null;
  readonly destinationName: string | null;
}

/** A call to read: one of SafeTx, of a batch, or of a transaction within. */
export interface ReadableCall {
  readonly to: Address | null;
  readonly value: bigint;
  readonly data: `0x${string}`;
  readonly operation: number;
}

/** What a Safe pays for gas, by the fields of SafeTx. */
export interface GasTerms {
  readonly safeTxGas: bigint;
  readonly baseGas: bigint;
  readonly gasPrice: bigint;
  readonly gasToken: Address;
  readonly refundReceiver: Address;
}

export type InnerCall = ReadableCall & Partial<GasTerms>;

/** Calls that a call makes, and the account that makes them. */
export interface Inside {
  readonly account: Address | null;
  readonly calls: readonly InnerCall[];
  /** By what a batch is run; undefined for whatever is no batch. */
  readonly batch?: 'MultiSend' | 'MultiSendCallOnly' | 'unknown';
}

/** What a call means, before it has its place: words go on from "it". */
export interface Meaning {
  readonly action: EffectAction;
  readonly words: string;
  readonly amount?: string;
  readonly isUnlimited?: boolean;
  readonly asset?: string;
  readonly spender?: Address;
  readonly destination?: Address;
  readonly inside?: Inside;
}
