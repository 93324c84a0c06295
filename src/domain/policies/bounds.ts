import { type Unit, parseMeasure, printMeasure } from './measure.js';

/** What a limit allows, and how far an exception may go; null if nothing may be excepted. */
export interface Bounds {
  readonly unit: Unit;
  readonly max: bigint;
  readonly ceiling: bigint | null;
  /** `max` as people read it. */
  readonly maxWords: string;
}

interface CountedAsset {
  readonly decimals: number;
  readonly symbol: string;
}

/** A limit as it is written. */
export interface WrittenLimit {
  readonly unit?: 'asset' | 'usd';
  readonly max: string;
  readonly ceiling?: string;
}

// Rules are never changed, only replaced: what one says of an asset with so many decimals it says always.
const PARSED = new WeakMap<WrittenLimit, Bounds & CountedAsset>();

/** The numbers of a limit, parsed once. @throws DomainError if one is none of the asset's: it is never rounded */
export function boundsOf(rule: WrittenLimit, asset: CountedAsset): Bounds {
  const { decimals, symbol } = asset;
  const known = PARSED.get(rule);
  if (known?.decimals === decimals && known.symbol === symbol) return known;
  const unit = rule.unit ?? 'asset';
  const max = parseMeasure(rule.max, unit, decimals);
  const ceiling = rule.ceiling === undefined ? null : parseMeasure(rule.ceiling, unit, decimals);
  const bounds = { unit, max, ceiling, maxWords: printMeasure(max, unit, asset), decimals, symbol };
  PARSED.set(rule, bounds);
  return bounds;
}
