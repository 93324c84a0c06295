import {
  type Cancellation,
  burnWords,
  cancellationStatement,
} from '../../../src/domain/confirmations/cancellation-statement.js';
import { statementDigest } from '../../../src/domain/signatures/statement.js';
import { buildCancel, buildSafeTransaction } from '../../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import { parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { unixSeconds } from '../../../src/domain/values/time.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { BurnRequestView } from '../../../src/signature-relay/burns.contract.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import type { WholeTransfer } from './intent-checks.js';
import { checkIntent } from './intent-checks.js';
import { intendedMovement } from './intended-movement.js';
import { type MadeRequest, madeTransaction, transactionChecks } from './owner-request-checks.js';
import { claimedKey } from './requester-checks.js';

interface BurnGrounds {
  readonly chainId: number;
  readonly people: readonly PersonView[];
}

/** What owners are asked to sign to burn the nonce of a relayed transfer: the empty call of the Safe to itself. */
export async function checkBurnRequest(
  transfer: WholeTransfer,
  request: BurnRequestView,
  { chainId, people }: BurnGrounds,
): Promise<Checked<MadeRequest>> {
  const { evidence } = transfer;
  if (evidence.state !== 'cancelling' || !('confirmedBy' in evidence.cancel))
    return { fits: false, differences: [{ what: 'Cancel', computed: 'a confirmed one', sent: NOTHING }] };
  const intended = checkIntent(transfer, chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  const { cleared, cancel } = evidence;
  try {
    const own = cleared.words ?? '';
    const said = parseTransferWords(own);
    if (!said) return unreadable('Sentence', { cause: new Error('no sentence of a transfer'), sent: own });
    const [nonce, transferId] = [BigInt(cleared.nonce), parseId('tr', transfer.id)];
    const transaction = buildCancel(intent.safe, nonce);
    const made = madeTransaction(transaction, intent);
    const original = safeTxDigests(
      buildSafeTransaction(intendedMovement(intent, transfer.asset), nonce),
      intent.chainId,
      intent.safe,
    ).digest;
    const safe = { label: transfer.safe.label, address: intent.safe };
    const words = burnWords({ nonce, transferId, safe, words: own });
    const cancellation: Cancellation = {
      ...{ chainId: intent.chainId, safe: intent.safe, transferId, revision: transfer.revision },
      ...{ words, nonce, cancelledSafeTxHash: original, cancelSafeTxHash: made.digests.digest },
      effectsDigest: parseBytes32(cancel.burn.effectsDigest),
      expiresAt: unixSeconds(cancel.burn.expiresAt),
    };
    const digest = statementDigest(cancellationStatement(cancellation, { decision: 'confirm', reason: '' }));
    return checked(
      [
        { what: 'Transfer', computed: transfer.id, sent: request.transfer },
        { what: 'safeTxHash of the transfer', computed: original, sent: cleared.safeTxHash },
        { what: 'safeTxHash that is cancelled', computed: original, sent: request.cancelledSafeTxHash },
        { what: 'safeTxHash of the burn', computed: made.digests.digest, sent: request.cancelSafeTxHash },
        { what: 'Sentence of the cancel', computed: words, sent: request.words },
        ...transactionChecks(made, intent, request),
        { what: 'Digest of the cancel', computed: digest, sent: request.evidence.cancellationDigest },
        ...(await confirmerCheck(request, { digest, by: cancel.confirmedBy, people })),
      ],
      { intent, transaction, said, ...made },
    );
  } catch (cause) {
    return unreadable('Safe transaction', { cause, sent: JSON.stringify(request.typedData) });
  }
}

interface Confirmed {
  readonly digest: string;
  readonly by: string;
  readonly people: readonly PersonView[];
}

/** The one person who confirmed the cancel signed it by a key of theirs. */
async function confirmerCheck(
  { evidence }: BurnRequestView,
  { digest, by, people }: Confirmed,
): Promise<readonly Check[]> {
  const key = await claimedKey(digest, evidence.signature);
  const person = people.find(({ id }) => id === by);
  const keys = (person?.keys ?? []).filter(({ purpose }) => purpose === 'confirmation').map(({ id }) => id);
  return [
    { what: 'Who confirmed the cancel', computed: by, sent: evidence.confirmedBy },
    { what: 'Key that confirmed it', computed: key, sent: keys.includes(key) ? key : keys.join(', ') },
  ];
}
