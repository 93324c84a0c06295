import type { BundleVerdict } from '../domain/evidence/verify-bundle.js';

/** Something in the file is wrong. */
export const DOES_NOT_HOLD = 3;
/** Nothing in the file is wrong, and yet it proves nothing. */
export const NOT_PROVEN = 4;

/** The exit code of a verifier that has not proven what it was asked. */
export function verdictExit({ holds }: Pick<BundleVerdict, 'holds'>): number {
  return holds ? NOT_PROVEN : DOES_NOT_HOLD;
}
