import { type Unit, parseMeasure, printMeasure } from './measure.js';

/** What a limit allows, and up to where an exception may lift it; `ceiling` is null if none may. */
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

// Rules are immutable, so the parsed numbers stay valid for an asset with the same decimals and symbol.
const PARSED = new WeakMap<WrittenLimit, Bounds & CountedAsset>();

/**
 * The numbers of a limit, parsed once and never rounded.
 * @throws DomainError if the asset cannot express one, for example because it has fewer decimals
 */
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
