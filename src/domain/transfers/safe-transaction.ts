import { type Hex, encodeFunctionData, erc20Abi } from 'viem';
import type { Asset } from '../assets/asset.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import type { Amount } from '../values/amount.js';

/** A Safe transaction as anyone may propose it: the ten fields of SafeTx (Safe >= 1.3.0). */
export interface ProposedSafeTransaction {
  readonly to: Address;
  readonly value: bigint;
  readonly data: Hex;
  readonly operation: number;
  readonly safeTxGas: bigint;
  readonly baseGas: bigint;
  readonly gasPrice: bigint;
  readonly gasToken: Address;
  readonly refundReceiver: Address;
  readonly nonce: bigint;
}

/** A Safe transaction that Sluice built. The fields without business meaning are constants in its type (invariant 1). */
export interface SafeTransaction extends ProposedSafeTransaction {
  readonly operation: 0;
  readonly safeTxGas: 0n;
  readonly baseGas: 0n;
  readonly gasPrice: 0n;
}

interface Movable {
  readonly id: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** The part of an asset that is needed to read a movement. A registered `Asset` has it. */
export type MovableAsset =
  | (Movable & { readonly kind: 'native' })
  | (Movable & {
      readonly kind: 'erc20';
      readonly address: Address;
      /** No registry was at hand: it has no name. */
      readonly isAssumed?: true;
    });

/** What a transfer moves: the only thing that a Safe transaction may say. */
export interface Movement<A extends MovableAsset = Asset> {
  readonly asset: A;
  readonly destination: Address;
  readonly amount: Amount;
}

const CONSTANTS = {
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO_ADDRESS,
  refundReceiver: ZERO_ADDRESS,
} as const;

/** Builds the one Safe transaction of a movement: empty data for native, else exactly `transfer(to, amount)`. */
export function buildSafeTransaction(movement: Movement<MovableAsset>, nonce: bigint): SafeTransaction {
  const { asset, destination, amount } = movement;
  return asset.kind === 'native'
    ? { to: destination, value: amount, data: '0x', ...CONSTANTS, nonce }
    : { to: asset.address, value: 0n, data: transferCalldata(destination, amount), ...CONSTANTS, nonce };
}

/** The empty call of a Safe to itself, which uses up a nonce and moves nothing: it cancels whatever else has that nonce. */
export function buildCancel(safe: Address, nonce: bigint): SafeTransaction {
  return { to: safe, value: 0n, data: '0x', ...CONSTANTS, nonce };
}

/** What a Safe transaction of Sluice does: moves something, or nothing (null), which burns the nonce. */
export function buildFor(movement: Movement | null, safe: Address, nonce: bigint): SafeTransaction {
  return movement === null ? buildCancel(safe, nonce) : buildSafeTransaction(movement, nonce);
}

/** What an intent moves, and the one Safe transaction for it. */
export function transactionOf(
  { destination, amount }: Pick<Movement, 'destination' | 'amount'>,
  asset: Asset,
  nonce: bigint,
): { readonly movement: Movement; readonly transaction: SafeTransaction } {
  const movement = { asset, destination, amount };
  return { movement, transaction: buildSafeTransaction(movement, nonce) };
}

/** Calldata of ERC-20 `transfer`: exactly 68 bytes. */
export function transferCalldata(destination: Address, amount: Amount): Hex {
  return encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [destination, amount] });
}
