import { joinSignatures } from '../domain/signatures/owner-signature.js';
import { execTransactionData } from '../domain/simulation/exec-call.js';
import type { SafeTransaction } from '../domain/transfers/safe-transaction.js';
import type { RelayedCall } from '../infra/chain/relayer/relayer.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import type { CountedSignatures } from '../transfers/counting-signatures.js';

/**
 * The call that executes a Safe transaction, with as many of the owners' signatures as the Safe wants.
 * @param counting those that count by the people and keys of now
 * @throws DomainError QUORUM if they are fewer
 */
export function ownerApprovedCall(
  transaction: SafeTransaction,
  counting: CountedSignatures['counting'],
  { address, profile }: OnboardedSafe,
): RelayedCall {
  const signatures = joinSignatures(counting, profile.threshold);
  return { to: address, data: execTransactionData(transaction, signatures) };
}
