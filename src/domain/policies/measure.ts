import { type Amount, formatAmount, parseAmount, parseUnits } from '../values/amount.js';

/** The units that rules count in: the asset's smallest units, millionths of a US dollar, or transfers. */
export const UNITS = ['asset', 'usd', 'count'] as const;
export type Unit = (typeof UNITS)[number];

export const USD_DECIMALS = 6;

/** Enough digits for 2^256 - 1 units at the highest price that a feed may have, and for any sum of amounts. */
export const MEASURE_PATTERN = /^(0|[1-9][0-9]{0,127})$/;

/** A measured value in words that show its unit: "1.5 ETH", "$1.5", "3 transfers". */
export function printMeasure(
  value: bigint,
  unit: Unit,
  { decimals, symbol }: { readonly decimals: number; readonly symbol: string },
): string {
  switch (unit) {
    case 'asset':
      return `${formatAmount(value, decimals)} ${symbol}`;
    case 'usd':
      return `$${formatAmount(value, USD_DECIMALS)}`;
    case 'count':
      return `${value.toString()} ${value === 1n ? 'transfer' : 'transfers'}`;
  }
}

/** A measured value as a plain decimal string, in whole units. */
export function formatMeasure(value: bigint, unit: Unit, decimals: number): string {
  return formatAmount(value, decimalsOf(unit, decimals));
}

/** What a unit is called beside a number: the asset's symbol, `USD` or `transfers`. */
export function unitSymbol(unit: Unit, symbol: string): string {
  switch (unit) {
    case 'asset':
      return symbol;
    case 'usd':
      return 'USD';
    case 'count':
      return 'transfers';
  }
}

/** Parses a value that people wrote, in the unit that a rule counts in. It never rounds (invariant 22). */
export function parseMeasure(text: string, unit: Unit, decimals: number): Amount {
  return unit === 'count' ? parseUnits(text) : parseAmount(text, decimalsOf(unit, decimals));
}

function decimalsOf(unit: Unit, decimals: number): number {
  switch (unit) {
    case 'asset':
      return decimals;
    case 'usd':
      return USD_DECIMALS;
    case 'count':
      return 0;
  }
}
