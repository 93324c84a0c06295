import { isDecimal } from '../../../src/domain/values/amount.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** One end of the picture: what was there, and what is there afterwards. */
export interface FlowEnd {
  readonly account: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Percentages with two decimals, of the greater balance; null if they are not known. */
  readonly stays: string | null;
  readonly moves: string | null;
  readonly words: string;
}

/** A transfer as a picture: from, what moves, to. */
export interface Flow {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
}

/** Undefined if effects are not shown, or are not one movement from one account to another. */
export function flowOf({ effects, asset }: TransferDetail): Flow | undefined {
  const [from, ...otherFrom] = (effects?.moves ?? []).filter(({ change }) => change.startsWith('-'));
  const [to, ...otherTo] = (effects?.moves ?? []).filter(({ change }) => !change.startsWith('-'));
  if (!from || !to || otherFrom.length > 0 || otherTo.length > 0) return undefined;
  const left = end(from);
  const right = end(to);
  return {
    from: {
      ...left,
      words:
        left.moves === null
          ? 'its balance was not read'
          : `${rounded(left.moves)} of its ${asset.symbol} leave`,
    },
    to: {
      ...right,
      words:
        right.moves === null
          ? 'its balance was not read'
          : isZero(right.before)
            ? 'it held none before'
            : `${rounded(right.moves)} of what it holds then`,
    },
  };
}

type Move = NonNullable<TransferDetail['effects']>['moves'][number];

function end({ account, before, change, after }: Move): Omit<FlowEnd, 'words'> {
  const shown = { account, before, after };
  const moved = change.replace('-', '');
  const whole = change.startsWith('-') ? before : after;
  if (whole === null || !isDecimal(whole) || !isDecimal(moved)) return { ...shown, stays: null, moves: null };
  const decimals = Math.max(decimalsOf(whole), decimalsOf(moved));
  const [all, part] = [units(whole, decimals), units(moved, decimals)];
  if (all <= 0n || part > all) return { ...shown, stays: null, moves: null };
  const hundredths = (part * 10_000n) / all;
  return { ...shown, stays: percent(10_000n - hundredths), moves: percent(hundredths) };
}

function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function units(text: string, decimals: number): bigint {
  const [whole = '0', rest = ''] = text.split('.');
  return BigInt(whole + rest.padEnd(decimals, '0'));
}

function percent(hundredths: bigint): string {
  return `${String(hundredths / 100n)}.${String(hundredths % 100n).padStart(2, '0')}%`;
}

/** "4.80%" as people read it. */
function rounded(exact: string): string {
  const [whole = '0', rest = '00'] = exact.slice(0, -1).split('.');
  if (whole === '0' && rest === '00') return 'less than 0.01 %';
  // Where the first decimal says nothing, the second does.
  return whole === '0' && rest.startsWith('0') ? `0.${rest} %` : `${whole}.${rest.slice(0, 1)} %`;
}

function isZero(text: string | null): boolean {
  return text !== null && /^[0.]+$/.test(text);
}
