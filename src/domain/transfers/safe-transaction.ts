import { type Hex, encodeFunctionData, erc20Abi, size, slice } from 'viem';
import type { Asset } from '../assets/asset.js';
import { type Refusal, refusal } from '../errors.js';
import { type Address, ZERO_ADDRESS, addressFromWord } from '../values/address.js';
import { type Amount, amountOf } from '../values/amount.js';

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

/** What a transfer moves: the only thing that a Safe transaction may say. */
export interface Movement {
  readonly asset: Asset;
  readonly destination: Address;
  readonly amount: Amount;
}

const TRANSFER_SELECTOR = '0xa9059cbb';
const TRANSFER_SIZE = 68;

/** Builds the one Safe transaction of a movement: empty data for native, else exactly `transfer(to, amount)`. */
export function buildSafeTransaction(movement: Movement, nonce: bigint): SafeTransaction {
  const { asset, destination, amount } = movement;
  const constants = {
    operation: 0,
    safeTxGas: 0n,
    baseGas: 0n,
    gasPrice: 0n,
    gasToken: ZERO_ADDRESS,
    refundReceiver: ZERO_ADDRESS,
    nonce,
  } as const;
  return asset.kind === 'native'
    ? { to: destination, value: amount, data: '0x', ...constants }
    : { to: asset.address, value: 0n, data: transferCalldata(destination, amount), ...constants };
}

function transferCalldata(destination: Address, amount: Amount): Hex {
  return encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [destination, amount] });
}

/** What a Safe transaction is read against: one Safe, its assets, its next nonce. */
export interface ParseContext {
  readonly safe: Address;
  readonly assets: readonly Asset[];
  readonly nonce: bigint;
}

export type ParsedSafeTransaction =
  | { readonly kind: 'movement'; readonly movement: Movement }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads a Safe transaction back into the movement it makes, or says why it makes none that Sluice
 * would ever send (invariants 1 and 2). Nothing is decoded leniently: what is accepted re-encodes byte-equal.
 */
export function parseSafeTransaction(
  tx: ProposedSafeTransaction,
  context: ParseContext,
): ParsedSafeTransaction {
  const fault = constantFault(tx) ?? targetFault(tx, context) ?? nonceFault(tx, context);
  if (fault) return { kind: 'refused', refusal: fault };
  const movement = tx.data === '0x' ? nativeMovement(tx, context) : tokenMovement(tx, context);
  return 'code' in movement ? { kind: 'refused', refusal: movement } : { kind: 'movement', movement };
}

function constantFault(tx: ProposedSafeTransaction): Refusal | undefined {
  if (tx.operation === 1) {
    return refusal(
      'OP_DELEGATECALL',
      `operation 1 runs the code of ${tx.to} inside the Safe: it can replace the Safe itself`,
    );
  }
  if (tx.operation !== 0) return refusal('OP_UNKNOWN', `operation ${String(tx.operation)} does not exist`);
  if (
    tx.baseGas !== 0n ||
    tx.gasPrice !== 0n ||
    tx.gasToken !== ZERO_ADDRESS ||
    tx.refundReceiver !== ZERO_ADDRESS
  ) {
    return refusal(
      'GAS_REFUND',
      'baseGas, gasPrice, gasToken and refundReceiver must be zero: they pay an executor from the Safe',
    );
  }
  if (tx.safeTxGas !== 0n)
    return refusal('SAFE_TX_GAS', 'safeTxGas must be 0: otherwise a failing transfer burns the nonce');
  return undefined;
}

function targetFault(tx: ProposedSafeTransaction, context: ParseContext): Refusal | undefined {
  if (tx.to !== context.safe) return undefined;
  if (tx.value === 0n && tx.data === '0x' && tx.nonce === context.nonce) {
    return refusal(
      'SELF_CALL',
      'this is a same-nonce cancel, which is no transfer and has a route of its own',
    );
  }
  return refusal('SELF_CALL', 'the Safe calls itself: that changes its owners, modules, guard or handlers');
}

function nonceFault(tx: ProposedSafeTransaction, context: ParseContext): Refusal | undefined {
  if (tx.nonce === context.nonce) return undefined;
  return refusal(
    'NONCE_MISMATCH',
    `the Safe's next nonce is ${String(context.nonce)}, not ${String(tx.nonce)}`,
  );
}

function nativeMovement(tx: ProposedSafeTransaction, context: ParseContext): Movement | Refusal {
  const asset = context.assets.find((each) => each.kind === 'native');
  if (!asset) return refusal('ASSET_NOT_ALLOWED', 'native transfers are not enabled for this Safe');
  if (tx.value === 0n) return refusal('AMOUNT_ZERO', 'a transfer of nothing only burns a nonce');
  return { asset, destination: tx.to, amount: amountOf(tx.value) };
}

function tokenMovement(tx: ProposedSafeTransaction, context: ParseContext): Movement | Refusal {
  const asset = context.assets.find((each) => each.kind === 'erc20' && each.address === tx.to);
  if (size(tx.data) < 4) return refusal('CALLDATA_NOT_CANONICAL', 'the data is too short to hold a selector');
  const selector = slice(tx.data, 0, 4);
  if (selector !== TRANSFER_SELECTOR) {
    return refusal(
      'SELECTOR_NOT_ALLOWED',
      `selector ${selector} is not transfer(address,uint256), the only call Sluice makes`,
    );
  }
  if (!asset) return refusal('TOKEN_NOT_PINNED', `${tx.to} is not a pinned asset of this Safe`);
  if (tx.value !== 0n) return refusal('VALUE_WITH_DATA', 'a token transfer must not carry native value');
  return canonicalTransfer(tx.data, asset);
}

function canonicalTransfer(data: Hex, asset: Asset): Movement | Refusal {
  if (size(data) !== TRANSFER_SIZE) {
    return refusal(
      'CALLDATA_NOT_CANONICAL',
      `transfer takes ${String(TRANSFER_SIZE)} bytes, these are ${String(size(data))}`,
    );
  }
  if (!/^0x0{24}/.test(slice(data, 4, 36)))
    return refusal('CALLDATA_NOT_CANONICAL', 'the upper bytes of the address are not zero');
  const destination = addressFromWord(slice(data, 4, 36));
  const amount = amountOf(BigInt(slice(data, 36, 68)));
  if (amount === 0n) return refusal('AMOUNT_ZERO', 'a transfer of nothing only burns a nonce');
  if (transferCalldata(destination, amount) !== data)
    return refusal('CALLDATA_NOT_CANONICAL', 're-encoding gives other bytes');
  return { asset, destination, amount };
}
