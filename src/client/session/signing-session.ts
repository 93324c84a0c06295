import { type SignerOptions, chooseSigner } from '../signers/choose-signer.js';
import type { Signer } from '../signers/signer.js';
import type { Desk } from '../terminal/desk.js';
import { type Session, personOf } from './session.js';

/** The addresses of the person's keys that may confirm now. */
export function usableKeys(session: Session): readonly string[] {
  return personOf(session)
    .keys.filter(({ kind, purpose, usable }) => kind === 'evm' && purpose === 'confirmation' && usable)
    .map(({ id }) => id);
}

export function signerOf(
  { installation, kept }: Session,
  { desk, options }: { readonly desk: Desk; readonly options: SignerOptions },
): Promise<Signer> {
  return chooseSigner(options, { desk, installation, keystore: kept?.keystore });
}
