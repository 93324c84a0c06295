import { z } from 'zod';
import { MEASURE_PATTERN, UNITS } from '../policies/measure.js';
import { parseUnits } from '../values/amount.js';
import { parseId } from '../values/identifier.js';
import { storedAddress, storedBytes32, storedText } from '../values/stored.js';
import { unixSeconds } from '../values/time.js';
import type { PolicyException } from './policy-exception.js';

const units = z.string().regex(MEASURE_PATTERN).transform(BigInt);

/** An exception as it is stored, parsed. */
export const StoredException = z.strictObject({
  chainId: z.int().positive(),
  safe: storedAddress,
  transferId: storedText((text) => parseId('tr', text)),
  intentHash: storedBytes32,
  rule: z.string(),
  unit: z.enum(UNITS),
  measured: units,
  bound: units,
  ceiling: storedText(parseUnits),
  reason: z.string(),
  ticket: z.string(),
  words: z.string(),
  expiresAt: z.int().min(0).transform(unixSeconds),
});

/** The JSON form: amounts become the decimal strings that the schema parses. */
export function storeException(exception: PolicyException): z.input<typeof StoredException> {
  const { measured, bound, ceiling, ...rest } = exception;
  return { ...rest, measured: String(measured), bound: String(bound), ceiling: String(ceiling) };
}
