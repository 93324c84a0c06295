import { type TypedDataDefinition, hashTypedData } from 'viem';
import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import { clearanceStatement } from '../../../src/domain/confirmations/clearance.js';
import { statementDigest } from '../../../src/domain/signatures/statement.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';
import {
  type SafeTransaction,
  buildSafeTransaction,
} from '../../../src/domain/transfers/safe-transaction.js';
import {
  type SafeTxDigests,
  calldataDigest,
  safeTxDigests,
  safeTxTypedData,
} from '../../../src/domain/transfers/safe-tx-hash.js';
import { type SaidTransfer, parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { SignatureRequestView } from '../../../src/signature-relay/signature-relay.contract.js';
import type { Signable } from '../signer.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import { clearedOf, unseenClearance } from './clearance-checks.js';
import { confirmerChecks } from './confirmer-checks.js';
import { type WholeTransfer, checkIntent } from './intent-checks.js';
import { intendedMovement } from './intended-movement.js';
import { movedChecks } from './sentence-checks.js';
import { memberChecks } from './statement-checks.js';

/** What an owner signs, made here from the intent and the nonce. */
export interface MadeRequest {
  readonly intent: Intent;
  readonly transaction: SafeTransaction;
  readonly digests: SafeTxDigests & { readonly calldata: string };
  /** The sentence that people confirmed, in its parts. */
  readonly said: SaidTransfer;
  readonly signable: Signable;
}

export interface OwnerGrounds {
  readonly chainId: number;
  /** The destination's entry in the address book. */
  readonly entry: DestinationView;
  readonly people: readonly PersonView[];
}

type AskedOfOwners = Pick<SignatureRequestView, 'typedData' | 'digests' | 'safe'>;

/** What owners are asked to sign of a relayed transfer: what its requester signed, at the nonce that people confirmed. */
export async function checkOwnerRequest(
  transfer: WholeTransfer,
  request: SignatureRequestView,
  { chainId, entry, people }: OwnerGrounds,
): Promise<Checked<MadeRequest>> {
  const cleared = clearedOf(transfer);
  const unseen = unseenClearance(transfer);
  const intended = checkIntent(transfer, chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  if (!cleared || !unseen)
    return { fits: false, differences: [{ what: 'Clearance', computed: 'one', sent: NOTHING }] };
  try {
    const words = cleared.words ?? '';
    const said = parseTransferWords(words);
    if (!said) return unreadable('Sentence', { cause: new Error('no sentence of a transfer'), sent: words });
    const movement = intendedMovement(intent, transfer.asset);
    const transaction = buildSafeTransaction(movement, BigInt(cleared.nonce));
    const made = madeTransaction(transaction, intent);
    const clearance = clearanceStatement({ ...unseen, words }, { decision: 'confirm', reason: '' });
    const digest = statementDigest(clearance);
    const { confirmations, clearanceDigest } = request.evidence;
    return checked(
      [
        { what: 'Transfer', computed: transfer.id, sent: request.transfer },
        { what: 'Sentence', computed: words, sent: request.words },
        ...movedChecks(said, intent, transfer.asset),
        { what: 'Entry of the address book', computed: intent.destinationId, sent: entry.id },
        { what: 'Address in the address book', computed: intent.destination, sent: entry.address },
        { what: 'Chain in the address book', computed: String(intent.chainId), sent: String(entry.chainId) },
        { what: 'safeTxHash that was confirmed', computed: made.digests.digest, sent: cleared.safeTxHash },
        ...transactionChecks(made, intent, request),
        { what: 'Digest of the clearance', computed: digest, sent: clearanceDigest },
        ...(await confirmerChecks({ digest, confirmations, people })),
      ],
      { intent, transaction, said, ...made },
    );
  } catch (cause) {
    return unreadable('Safe transaction', { cause, sent: JSON.stringify(request.typedData) });
  }
}

type MadeTransaction = Pick<MadeRequest, 'digests' | 'signable'>;

/** Typed data and digests of a Safe transaction, by code of Sluice's own. */
export function madeTransaction(
  transaction: SafeTransaction,
  { chainId, safe }: Pick<Intent, 'chainId' | 'safe'>,
): MadeTransaction {
  const digests = safeTxDigests(transaction, chainId, safe);
  return {
    digests: { ...digests, calldata: calldataDigest(transaction.data) },
    signable: {
      typedData: safeTxTypedData(transaction, chainId, safe) as unknown as Signable['typedData'],
      digest: digests.digest,
    },
  };
}

/** The transaction that was made here beside the one that is asked for, and hashed by a second implementation. */
export function transactionChecks(
  { digests, signable }: MadeTransaction,
  { chainId, safe }: Pick<Intent, 'chainId' | 'safe'>,
  asked: AskedOfOwners,
): readonly Check[] {
  const again = hashTypedData(signable.typedData as unknown as TypedDataDefinition);
  const { domainHash, messageHash, eip712Digest, calldataDigest: calldata } = asked.digests;
  const { nonce } = signable.typedData['message'] as { readonly nonce: string };
  return [
    { what: 'Safe', computed: safe, sent: asked.safe.address },
    { what: 'Chain', computed: String(chainId), sent: String(asked.safe.chainId) },
    { what: 'Nonce', computed: nonce, sent: asked.safe.nonce },
    ...memberChecks('', signable.typedData, asked.typedData),
    { what: 'Domain Hash', computed: digests.domainHash, sent: domainHash },
    { what: 'Message Hash', computed: digests.messageHash, sent: messageHash },
    { what: 'EIP-712 Digest', computed: digests.digest, sent: eip712Digest },
    { what: 'Calldata Digest', computed: digests.calldata, sent: calldata },
    { what: 'EIP-712 Digest, by a second implementation', computed: digests.digest, sent: again },
  ];
}
