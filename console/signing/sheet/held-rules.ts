import { formatMeasure, unitSymbol } from '../../../src/domain/policies/measure.js';
import type { Unit } from '../../../src/domain/policies/measure.js';
import { compareDecimals, isDecimal } from '../../../src/domain/values/amount.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** A rule that holds a transfer and may be excepted, in whole units as people write them. */
export interface HeldRule {
  readonly rule: string;
  readonly unit: Unit;
  readonly symbol: string;
  readonly words: string;
  readonly measured: string;
  /** Up to where the rule allows exceptions. */
  readonly most: string;
}

export function heldRules({ decision, asset }: TransferDetail): readonly HeldRule[] {
  return (decision?.reasons ?? []).flatMap((reason) => {
    const { rule, kind, outcome, waivable, unit, measured, ceiling, words } = reason;
    const isHeld = kind === 'policy' && outcome === 'deny' && waivable;
    if (!isHeld || unit === null || measured === null || ceiling === null) return [];
    const whole = (units: string) => formatMeasure(BigInt(units), unit, asset.decimals);
    return [
      {
        ...{ rule, unit, words: words ?? '', symbol: unitSymbol(unit, asset.symbol) },
        ...{ measured: whole(measured), most: whole(ceiling) },
      },
    ];
  });
}

/** Why a ceiling would be refused; null if it would not. Nothing is rounded. */
export function ceilingFault(ceiling: string, { measured, most, symbol }: HeldRule): string | null {
  if (!isDecimal(ceiling)) return 'Write a number such as 1500.25, with a point and without separators.';
  if (compareDecimals(ceiling, measured) < 0)
    return `The rule measures ${measured} ${symbol}: less lifts nothing.`;
  if (compareDecimals(ceiling, most) > 0) return `The rule allows exceptions up to ${most} ${symbol}.`;
  return null;
}
