import { formatMeasure, unitSymbol } from '../../../src/domain/policies/measure.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

export type Reason = NonNullable<TransferDetail['decision']>['reasons'][number];

/** A rule that measured something, with its numbers as people read them. */
export interface Measured {
  readonly reason: Reason;
  readonly measured: string;
  readonly bound: string;
  readonly symbol: string;
  /** In the rule's own units: what was used before this transfer, and what it takes. */
  readonly used: bigint;
  readonly held: bigint;
  readonly limit: bigint;
}

export interface SortedAnswers {
  /** What says no: checks of integrity first, then the largest excess. */
  readonly denials: readonly Reason[];
  /** Limits that hold, or were waived. */
  readonly measured: readonly Measured[];
  /** Everything else, all within. */
  readonly others: readonly Reason[];
}

/** The answers of a decision in the order in which they matter. */
export function sortedAnswers({ decision, asset, amountUnits, usd }: TransferDetail): SortedAnswers {
  const reasons = decision?.reasons ?? [];
  const denials = reasons.filter(({ outcome }) => outcome === 'deny').toSorted(worseFirst);
  const rest = reasons.filter(({ outcome }) => outcome !== 'deny');
  const measured = rest.flatMap((reason): readonly Measured[] => {
    const { unit, bound } = reason;
    if (unit === null || reason.measured === null || bound === null) return [];
    const [all, limit] = [BigInt(reason.measured), BigInt(bound)];
    const own = ownPart(reason, { amountUnits, usd });
    const held = own === undefined || own > all ? all : own;
    return [
      {
        ...{ reason, used: all - held, held, limit, symbol: unitSymbol(unit, asset.symbol) },
        measured: formatMeasure(all, unit, asset.decimals),
        bound: formatMeasure(limit, unit, asset.decimals),
      },
    ];
  });
  const shown = new Set(measured.map(({ reason }) => reason));
  return { denials, measured, others: rest.filter((reason) => !shown.has(reason)) };
}

/** What of a measure is this transfer itself; undefined if that cannot be told from here. */
function ownPart(
  { unit }: Reason,
  { amountUnits, usd }: Pick<TransferDetail, 'amountUnits' | 'usd'>,
): bigint | undefined {
  if (unit === 'count') return 1n;
  if (unit === 'asset') return amountUnits === null ? undefined : BigInt(amountUnits);
  if (usd === null) return undefined;
  const [whole = '0', cents = ''] = usd.value.split('.');
  return BigInt(`${whole}${cents.padEnd(6, '0')}`);
}

const PERCENT = 100n;

function worseFirst(one: Reason, other: Reason): number {
  if (one.kind !== other.kind) return one.kind === 'integrity' ? -1 : 1;
  const [a, b] = [excessOf(one), excessOf(other)];
  return a === b ? 0 : a > b ? -1 : 1;
}

/** How far above its bound it is, in percent of it. */
function excessOf({ measured, bound }: Reason): bigint {
  if (measured === null || bound === null) return 0n;
  const limit = BigInt(bound);
  return limit === 0n ? BigInt(measured) : (BigInt(measured) * PERCENT) / limit;
}
