import type { PersonPrincipal } from '../../src/identity/identity.contract.js';

export type OwnKey = PersonPrincipal['keys'][number];

/** What is to be signed, and so by which keys. */
export type Wanted =
  /** A statement of the person's: an intent, a clearance, an exception, a change. */
  | { readonly purpose: 'confirmation'; readonly keys?: 'evm' | undefined }
  /** A Safe transaction, by one of these owners. */
  | { readonly purpose: 'owner'; readonly owners: readonly string[] };

/** Those of a person's keys whose signature would count. */
export function fittingKeys(keys: readonly OwnKey[], wanted: Wanted): readonly OwnKey[] {
  return keys.filter(({ id, kind, purpose, usable }) => {
    if (!usable || purpose !== wanted.purpose) return false;
    if (wanted.purpose === 'owner') return kind === 'evm' && wanted.owners.includes(id);
    return wanted.keys === undefined || kind === wanted.keys;
  });
}

/** Why there is nothing here to sign with; null if there is. */
export function whyNoSigner(
  fitting: readonly OwnKey[],
  { wanted, hasWallet }: { readonly wanted: Wanted; readonly hasWallet: boolean },
): string | null {
  if (fitting.length === 0) {
    if (wanted.purpose === 'owner') return 'You have no key of an owner who can still sign this.';
    return wanted.keys === 'evm'
      ? 'This place takes the key of a wallet, which shows what it signs. You have none that can be used now.'
      : 'You have no key that can be used now. An admin can invite you to enrol one.';
  }
  if (hasWallet || fitting.some(({ kind }) => kind === 'passkey')) return null;
  return 'Your key is in a wallet, and this browser has none. Open the page in the browser that has it.';
}
