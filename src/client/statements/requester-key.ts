import { claimedKey } from '../../domain/signatures/signature.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { PeopleView } from '../../identity/identity.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { mismatched } from '../terminal/failures.js';
import type { WholeTransfer } from './shown-intent.js';

/**
 * Any 65 bytes are somebody's signature: the intent has to be signed by a key that is enrolled for its requester, who
 * has to be called what is shown.
 */
export async function requireRequester(
  gateway: Gateway,
  { id, requester, requesterName, intentHash, intentSignature }: WholeTransfer,
): Promise<void> {
  const { data } = await gateway.get('/v1/people', PeopleView);
  const person = data.find((each) => each.id === requester);
  const key = await claimedKey(parseBytes32(intentHash), intentSignature);
  const isTheirs = person?.keys.some((each) => each.id === key && each.purpose === 'confirmation') === true;
  if (isTheirs && person.name === requesterName) return;
  throw mismatched(
    `nothing was signed: the intent of ${id} is not signed by a key of ${requesterName ?? requester} (${requester})`,
  );
}
