import { type Enforcement, type Gap, gapWords } from '../../../src/domain/safes/enforcement.js';

/** What each word means for the money. */
export const ENFORCEMENT_WORDS: Readonly<Record<Enforcement, string>> = {
  advisory:
    'No guard on the chain asks for Sluice’s word. Enough owners who sign elsewhere can move everything, and Sluice learns of it afterwards.',
  partial:
    'A guard that is proven to be Sluice’s lets nothing pass that was not cleared, but there is a way round it.',
  enforced: 'A guard that is proven to be Sluice’s lets nothing pass that was not cleared.',
};

/** A way round Sluice: its name, and what it lets owners do. */
export function gapParts(gap: Gap): { readonly name: string; readonly words: string } {
  const said = gapWords(gap).slice(gap.length + 2);
  return { name: gap, words: `${said.charAt(0).toUpperCase()}${said.slice(1)}.` };
}
