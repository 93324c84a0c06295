import {
  type Cancellation,
  burnWords,
  cancellationStatement,
} from '../../../src/domain/confirmations/cancellation-statement.js';
import type { Verdict } from '../../../src/domain/confirmations/clearance.js';
import { intendedMovement } from './intended-movement.js';
import { buildCancel, buildSafeTransaction } from '../../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import { type SaidTransfer, parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import type { CancelView } from '../../../src/signature-relay/cancels.contract.js';
import type { Signable } from '../signer.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import { clearedOf } from './clearance-checks.js';
import { type WholeTransfer, checkIntent } from './intent-checks.js';
import { signableOf, statementChecks } from './statement-checks.js';
import { wordsOf } from './words-of.js';

/** A cancel that was made again from Safe and nonce. */
export interface MadeCancel {
  readonly signable: Signable;
  readonly said: SaidTransfer;
  readonly nonce: string;
  /** What the owners will sign to burn the nonce. */
  readonly burn: string;
}

/** What somebody signs who answers a cancel: the burn of the transfer's nonce, and nothing but that. */
export function checkCancel(
  transfer: WholeTransfer,
  cancel: CancelView,
  { verdict, chainId }: { readonly verdict: Verdict; readonly chainId: number },
): Checked<MadeCancel> {
  const [cleared, { burn }] = [clearedOf(transfer), cancel];
  const asked = verdict.decision === 'confirm' ? cancel.confirm : cancel.reject;
  if (!cleared || burn === null || asked === null)
    return {
      fits: false,
      differences: [{ what: 'Cancel', computed: 'one that can be answered', sent: NOTHING }],
    };
  const intended = checkIntent(transfer, chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  try {
    const nonce = BigInt(cleared.nonce);
    const transferId = parseId('tr', transfer.id);
    const own = wordsOf(transfer, intent);
    const said = parseTransferWords(own);
    const movement = intendedMovement(intent, transfer.asset);
    const original = safeTxDigests(buildSafeTransaction(movement, nonce), intent.chainId, intent.safe).digest;
    const { digest } = safeTxDigests(buildCancel(intent.safe, nonce), intent.chainId, intent.safe);
    const safe = { label: transfer.safe.label, address: intent.safe };
    const words = burnWords({ nonce, transferId, safe, words: own });
    const cancellation: Cancellation = {
      ...{ chainId: intent.chainId, safe: intent.safe, transferId, revision: transfer.revision },
      ...{ words, nonce, cancelledSafeTxHash: original, cancelSafeTxHash: digest },
      ...{ effectsDigest: parseBytes32(burn.effectsDigest), expiresAt: parseUtc(burn.expiresAt) },
    };
    const statement = cancellationStatement(cancellation, verdict);
    if (!said) return unreadable('Sentence', { cause: new Error('no sentence about a transfer'), sent: own });
    return checked(
      [
        { what: 'Transfer', computed: transfer.id, sent: cancel.transfer },
        { what: 'Nonce', computed: cleared.nonce, sent: cancel.nonce },
        { what: 'safeTxHash of the transfer', computed: original, sent: cleared.safeTxHash },
        { what: 'safeTxHash that is cancelled', computed: original, sent: cancel.cancelledSafeTxHash },
        { what: 'safeTxHash of the burn', computed: digest, sent: burn.safeTxHash },
        { what: 'Sentence of the cancel', computed: words, sent: burn.words },
        ...askedChecks(transfer, cancel, burn.effectsDigest),
        ...statementChecks(statement, asked),
      ],
      { signable: signableOf(statement), said, nonce: cleared.nonce, burn: digest },
    );
  } catch (cause) {
    return unreadable('Cancel', { cause, sent: JSON.stringify(burn) });
  }
}

/** What is shown besides of who asked, why, and what the engines saw, as the transfer itself says it. */
function askedChecks(
  { evidence, simulations }: WholeTransfer,
  { askedBy, why }: CancelView,
  effectsDigest: string,
): readonly Check[] {
  if (evidence.state !== 'cancelling')
    return [{ what: 'State', computed: 'cancelling', sent: evidence.state }];
  const seen = simulations.filter(({ stage, verdict }) => stage === 'cancel' && verdict === 'agreed');
  const isSeen = seen.some((each) => each.effectsDigest === effectsDigest);
  return [
    { what: 'Who asked for the cancel', computed: evidence.cancel.by, sent: askedBy },
    { what: 'Reason of the cancel', computed: evidence.cancel.why, sent: why },
    {
      what: 'Effects digest of the burn',
      computed: isSeen ? effectsDigest : (seen.at(-1)?.effectsDigest ?? NOTHING),
      sent: effectsDigest,
    },
  ];
}
