import { joinSignatures, verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import { execTransactionData } from '../domain/simulation/exec-call.js';
import type { SafeTransaction } from '../domain/transfers/safe-transaction.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { RelayedCall } from '../infra/chain/relayer/relayer.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import type { StoredOwnerSignature } from '../transfers/owner-signatures.repository.js';

/**
 * The call that executes a Safe transaction, with as many owners' signatures as the Safe wants, each verified once more.
 * @throws DomainError QUORUM if fewer are genuine
 */
export async function ownerApprovedCall(
  { transaction, safeTxHash }: { readonly transaction: SafeTransaction; readonly safeTxHash: Bytes32 },
  stored: readonly StoredOwnerSignature[],
  { address, profile }: OnboardedSafe,
): Promise<RelayedCall> {
  const { owners, threshold } = profile;
  const verdicts = await Promise.all(
    stored.map((each) => verifyOwnerSignature(each, { safeTxHash, owners })),
  );
  const genuine = stored.filter((_, index) => verdicts[index]?.kind === 'genuine');
  return { to: address, data: execTransactionData(transaction, joinSignatures(genuine, threshold)) };
}
