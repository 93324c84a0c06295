import { z } from 'zod';
import { DomainError } from '../errors.js';
import { addressFromHex } from './address.js';
import { parseBytes32, parseHex } from './hex.js';

// Forms are checked before transforms run, because zod does not catch what a transform throws. A damaged row must be
// reported as the row's fault, never as a refusal that looks like the caller's.

/** A stored address, read back. */
export const storedAddress = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform(addressFromHex);

/** Stored 32 bytes, read back. */
export const storedBytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform(parseBytes32);

/** Stored whole bytes, read back. */
export const storedHex = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/)
  .transform(parseHex);

/** A stored text that its parser accepts unchanged. A refusal by the parser is the row's fault too. */
export function storedText<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof DomainError) && !(error instanceof TypeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}
