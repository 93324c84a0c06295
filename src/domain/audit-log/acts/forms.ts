import { z } from 'zod';
import { ERROR_CODES } from '../../errors.js';
import { SignatureSchema, storedKeyId } from '../../signatures/signature.js';
import { type Json } from '../../values/canonical-json.js';
import { idPattern } from '../../values/identifier.js';
import { storedAddress, storedBytes32, storedHex } from '../../values/stored.js';

// Schemas of detail members. Their descriptions are printed into the table of docs/audit-log-format.md.

export const address = storedAddress.describe('address');
export const bytes = storedHex.describe('bytes');
export const bytes32 = storedBytes32.describe('bytes32');
export const code = z.enum(ERROR_CODES).describe('error code');
export const count = z.int().min(0).describe('integer');
export const decimal = z
  .string()
  .regex(/^(0|[1-9][0-9]*)$/)
  .describe('decimal');
export const flag = z.boolean().describe('boolean');
export const json = z.custom<Json>((value) => value !== undefined).describe('any JSON');
export const keyId = storedKeyId.describe('key');
export const moment = z.int().min(0).describe('seconds');
export const signature = SignatureSchema.describe('signature');
export const text = z.string().describe('text');

/** The register that an act was judged by. */
export const register = z
  .strictObject({ acts: z.int().positive(), head: storedBytes32 })
  .describe('`acts` and `head`');

export function id(prefix: string) {
  return z.string().regex(idPattern(prefix)).describe(`\`${prefix}_\` id`);
}

/** The names of an object's members. */
export function namesOf({ shape }: { readonly shape: object }): string {
  return Object.keys(shape)
    .map((name) => `\`${name}\``)
    .join(', ');
}

/** The same schema, with words appended to its description that say what the value is. */
export function saying<S extends z.ZodType>(form: S, words: string): S {
  return form.describe(form.description === undefined ? words : `${form.description}, ${words}`);
}
