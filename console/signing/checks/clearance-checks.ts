import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import {
  type Clearance,
  type Verdict,
  clearanceStatement,
  clearanceText,
} from '../../../src/domain/confirmations/clearance.js';
import { shownExceptions } from './shown-exceptions.js';
import { movesCheck } from './shown-effects.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';
import { intendedMovement } from './intended-movement.js';
import {
  type SafeTransaction,
  buildSafeTransaction,
} from '../../../src/domain/transfers/safe-transaction.js';
import { type SafeTxDigests, safeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import type { SaidTransfer } from '../../../src/domain/transfers/transfer-words.js';
import { parseAddress } from '../../../src/domain/values/address.js';
import { parseAmount } from '../../../src/domain/values/amount.js';
import { canonicalHash } from '../../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import type { PolicyDetail } from '../../../src/policies/policies.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { ClearanceView } from '../../../src/transfer-api/views/transfers.contract.js';
import type { Signable } from '../signer.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import { type WholeTransfer, checkIntent } from './intent-checks.js';
import { checkSentence } from './sentence-checks.js';
import { signableOf, statementChecks } from './statement-checks.js';
import { wordsOf } from './words-of.js';

export type ClearedView = Extract<TransferDetail['evidence'], { readonly cleared: unknown }>['cleared'];

/** What a transfer was cleared as; undefined before. */
export function clearedOf({ evidence }: Pick<TransferDetail, 'evidence'>): ClearedView | undefined {
  return 'cleared' in evidence ? evidence.cleared : undefined;
}

/** Everything besides the transfer that its parts are held against. Each was asked for by itself. */
export interface Known {
  /** Of the installation. */
  readonly chainId: number;
  /** The destination's entry in the address book. */
  readonly entry: DestinationView;
  /** The version of the policy that the decision names. */
  readonly policy: PolicyDetail;
}

/** Nobody is asked about what nobody has decided. */
export const NO_DECISION = {
  fits: false,
  differences: [{ what: 'Decision', computed: 'the one that it was cleared by', sent: NOTHING }],
} as const satisfies Checked<never>;

/** A clearance that was made again from the parts of its transfer. */
export interface MadeClearance {
  readonly clearance: Clearance;
  readonly intent: Intent;
  readonly said: SaidTransfer;
  /** What the owners will sign. */
  readonly transaction: SafeTransaction;
  readonly safeTx: SafeTxDigests;
}

/** What confirmers sign, with every part made again that follows from others. */
export function checkClearance(transfer: WholeTransfer, known: Known): Checked<MadeClearance> {
  const cleared = clearedOf(transfer);
  if (!cleared)
    return {
      fits: false,
      differences: [{ what: 'Clearance', computed: `none while it is ${transfer.state}`, sent: NOTHING }],
    };
  const intended = checkIntent(transfer, known.chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  const sentence = checkSentence(cleared.words ?? '', { transfer, intent, entry: known.entry });
  if (!sentence.fits) return sentence;
  try {
    const movement = intendedMovement(intent, transfer.asset);
    const transaction = buildSafeTransaction(movement, BigInt(cleared.nonce));
    const safeTx = safeTxDigests(transaction, intent.chainId, intent.safe);
    const made = { clearance: clearanceFrom(transfer, cleared), intent, said: sentence.made };
    return checked(
      [
        { what: 'Sentence', computed: wordsOf(transfer, intent), sent: cleared.words ?? '' },
        { what: 'safeTxHash', computed: safeTx.digest, sent: cleared.safeTxHash },
        { what: 'Nonce', computed: cleared.nonce, sent: transfer.nonce ?? '' },
        ...digestChecks(transfer, safeTx),
        ...effectChecks(transfer, { cleared, intent }),
        ...policyChecks(transfer, cleared, known.policy),
        ...exceptionChecks(transfer, cleared, intent),
      ],
      { ...made, transaction, safeTx },
    );
  } catch (cause) {
    return unreadable('Clearance', { cause, sent: JSON.stringify(cleared) });
  }
}

/** The statement of an answer, held against the one that the gateway asks for. */
export function checkAnswer(
  { clearance }: Pick<MadeClearance, 'clearance'>,
  verdict: Verdict,
  served: ClearanceView,
): Checked<Signable> {
  const asked = verdict.decision === 'confirm' ? served.confirm : served.reject;
  if (asked === null) {
    return { fits: false, differences: [{ what: 'Statement', computed: 'one to confirm', sent: NOTHING }] };
  }
  const statement = clearanceStatement(clearance, verdict);
  const text = { what: 'Text to compare', computed: clearanceText(clearance), sent: served.text ?? '' };
  return checked(
    [
      { what: 'Revision', computed: String(clearance.revision), sent: String(served.revision) },
      ...(verdict.decision === 'confirm'
        ? [{ what: 'Sentence to sign', computed: clearance.words, sent: served.words ?? '' }, text]
        : []),
      ...statementChecks(statement, asked),
    ],
    signableOf(statement),
  );
}

/** What is rejected unseen: a no moves nothing, and has no words. */
export function unseenClearance(transfer: TransferDetail): Clearance | undefined {
  const cleared = clearedOf(transfer);
  return cleared && clearanceFrom(transfer, { ...cleared, words: '' });
}

function clearanceFrom(transfer: TransferDetail, cleared: ClearedView): Clearance {
  return {
    ...{ chainId: transfer.safe.chainId, safe: parseAddress(transfer.safe.address) },
    ...{ words: cleared.words ?? '', transferId: parseId('tr', transfer.id), revision: transfer.revision },
    intentHash: parseBytes32(transfer.intentHash),
    safeTxHash: parseBytes32(cleared.safeTxHash),
    effectsDigest: parseBytes32(cleared.effectsDigest),
    policyHash: parseBytes32(cleared.policyHash),
    exceptions: cleared.exceptions.map(parseBytes32),
    expiresAt: parseUtc(transfer.expiresAt),
  };
}

function digestChecks({ digests }: WholeTransfer, made: SafeTxDigests): readonly Check[] {
  if (digests === null) return [{ what: 'Digests for the owners', computed: made.digest, sent: NOTHING }];
  return [
    { what: 'Domain Hash for the owners', computed: made.domainHash, sent: digests.domainHash },
    { what: 'Message Hash for the owners', computed: made.messageHash, sent: digests.messageHash },
    { what: 'EIP-712 Digest for the owners', computed: made.digest, sent: digests.eip712Digest },
  ];
}

function effectChecks(
  transfer: WholeTransfer,
  { cleared, intent }: { readonly cleared: ClearedView; readonly intent: Intent },
): readonly Check[] {
  const { effects, asset } = transfer;
  if (effects === null) return [{ what: 'Effects', computed: NOTHING, sent: cleared.effectsDigest }];
  const movement = intendedMovement(intent, asset);
  return [
    {
      what: 'Effects digest',
      computed: canonicalHash(effects.digested),
      sent: cleared.effectsDigest,
    },
    movesCheck(effects, { safe: intent.safe, movement, nonce: BigInt(cleared.nonce) }),
    ...effects.moves.flatMap((each) => [
      { what: 'Asset that moves', computed: asset.id, sent: each.asset },
      ...sumChecks(each, asset.decimals),
    ]),
  ];
}

/** Balances are only shown, but what is shown adds up. */
function sumChecks(
  { before, change, after }: NonNullable<TransferDetail['effects']>['moves'][number],
  decimals: number,
): readonly Check[] {
  if (before === null || after === null) return [];
  const moved: bigint = parseAmount(change.replace('-', ''), decimals);
  const sum = parseAmount(before, decimals) + (change.startsWith('-') ? -moved : moved);
  const sent = parseAmount(after, decimals);
  return [{ what: 'Balance after the transfer', computed: sum.toString(), sent: sent.toString() }];
}

function policyChecks(
  { decision }: WholeTransfer,
  { policyHash }: ClearedView,
  policy: PolicyDetail,
): readonly Check[] {
  return [
    { what: 'Policy hash', computed: canonicalHash(policy.document), sent: policyHash },
    { what: 'Policy of the decision', computed: policyHash, sent: decision?.policyHash ?? NOTHING },
    {
      what: 'Version of the policy',
      computed: String(policy.version),
      sent: String(decision?.policyVersion ?? NOTHING),
    },
  ];
}

/** Every exception that is signed along is one that is shown, made again from its parts. */
function exceptionChecks(
  { id, intentHash, exceptions, asset }: WholeTransfer,
  cleared: ClearedView,
  intent: Intent,
): readonly Check[] {
  const made = shownExceptions(exceptions, { id, intentHash, intent, decimals: asset.decimals });
  return cleared.exceptions.map((digest) => ({
    what: 'Exception',
    computed: made.has(digest) ? digest : 'none of those that are shown',
    sent: digest,
  }));
}
