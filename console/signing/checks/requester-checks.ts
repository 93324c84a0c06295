import { DomainError } from '../../../src/domain/errors.js';
import { recoverSigner } from '../../../src/domain/signatures/recover-signer.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import { type Checked, NOTHING, checked } from './check.js';
import type { WholeTransfer } from './intent-checks.js';

/**
 * Any 65 bytes are somebody's signature: the intent has to be signed by a key that is enrolled for its requester, who has
 * to be called what is shown. A passkey is named by its assertion; the gateway verifies that, and so does the bundle.
 */
export async function checkRequester(
  transfer: Pick<WholeTransfer, 'intentHash' | 'intentSignature' | 'requester' | 'requesterName'>,
  person: PersonView,
): Promise<Checked<null>> {
  const { requester, requesterName } = transfer;
  const key = await claimedKey(transfer.intentHash, transfer.intentSignature);
  const keys = person.keys.filter(({ purpose }) => purpose === 'confirmation').map(({ id }) => id);
  return checked(
    [
      { what: 'Requester', computed: requester, sent: person.id },
      { what: 'Name of the requester', computed: requesterName ?? NOTHING, sent: person.name },
      { what: 'Key of the requester', computed: key, sent: keys.includes(key) ? key : keys.join(', ') },
    ],
    null,
  );
}

/** The key that a signature over a digest names. */
export async function claimedKey(
  digest: string,
  signature: WholeTransfer['intentSignature'],
): Promise<string> {
  if (typeof signature !== 'string') return signature.credentialId;
  try {
    return await recoverSigner(parseBytes32(digest), signature);
  } catch (error) {
    if (error instanceof DomainError) return `no key: ${error.message}`;
    throw error;
  }
}
