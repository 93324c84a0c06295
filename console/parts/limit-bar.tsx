import type { LimitView } from '../../src/dry-runs/limits/limits.contract.js';
import { parseMeasure } from '../../src/domain/policies/measure.js';
import { Bar } from './bar.js';

/** A rolling limit: what was paid, and what is held for transfers that have not ended. */
export function LimitBar({ limit }: { readonly limit: LimitView }) {
  const { unit, asset, used, reserved, max, free, symbol } = limit;
  const units = (text: string): bigint => parseMeasure(text, unit, asset?.decimals ?? 0);
  const held = units(reserved);
  return (
    <Bar
      used={units(used) - held}
      held={held}
      limit={units(max)}
      label={`${used} of ${max} ${symbol} used, of which ${reserved} held; ${free} free`}
    />
  );
}
