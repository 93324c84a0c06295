import { type Refusal, refusal } from '../errors.js';
import { formatAmount } from '../values/amount.js';
import type { MovableAsset, Movement } from './safe-transaction.js';

/** The most of one asset that a single transfer may move, in smallest units. */
export interface TransferLimit {
  readonly assetId: string;
  readonly max: bigint;
}

/** Checks a movement against every limit on single transfers of its asset. */
export function transferLimitFault(
  { asset, amount }: Movement<MovableAsset>,
  limits: readonly TransferLimit[],
): Refusal | undefined {
  const broken = limits.find((each) => each.assetId === asset.id && amount > each.max);
  if (!broken) return undefined;
  const [measured, bound] = [amount, broken.max].map((each) => formatAmount(each, asset.decimals));
  return refusal(
    'LIMIT_PER_TX',
    `a transfer of ${String(measured)} ${asset.symbol} is above the limit of ${String(bound)} ${asset.symbol} per transfer`,
  );
}
