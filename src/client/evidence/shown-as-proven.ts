import type { ProvenTransfer } from '../../domain/evidence/verify-transfer.js';
import { statementJson } from '../../domain/signatures/statement.js';
import { canonicalText } from '../../domain/simulation/effects.js';
import { intentStatement } from '../../domain/transfers/intent.js';
import { canonicalHash } from '../../domain/values/canonical-json.js';
import { printUtc } from '../../domain/values/time.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { mismatched } from '../terminal/failures.js';

/** A transfer that is shown whole: not masked, and with its names. */
export type WholeTransfer = TransferDetail & {
  readonly intent: NonNullable<TransferDetail['intent']>;
  readonly destination: NonNullable<TransferDetail['destination']>;
};

export function isWhole(transfer: TransferDetail): transfer is WholeTransfer {
  return transfer.intent !== null && transfer.destination !== null && !transfer.masked;
}

/**
 * What is signed is what the evidence proves. A gateway that shows it otherwise than it can prove it has lied to
 * somebody, so nothing is signed at all.
 */
export function requireShownAs(shown: WholeTransfer, proven: ProvenTransfer): void {
  const wrong = [...partFaults(shown, proven), ...clearedFaults(shown, proven)]
    .filter(([, holds]) => !holds)
    .map(([name]) => name);
  if (wrong.length === 0) return;
  throw mismatched(
    `nothing was signed: ${shown.id} is shown otherwise than its evidence proves: ${wrong.join(', ')}`,
    '  If it is just being cleared anew, ask again in a moment. Otherwise tell whoever runs the gateway.',
  );
}

type Fault = readonly [string, boolean];

function partFaults(
  shown: WholeTransfer,
  { intent, names, asset, ...proven }: ProvenTransfer,
): readonly Fault[] {
  const { safe, destination, asset: shownAsset } = shown;
  const expected: Readonly<Record<string, readonly [unknown, unknown]>> = {
    'the Safe': [
      [safe.chainId, safe.id, safe.address, safe.label],
      [intent.chainId, intent.safeId, intent.safe, names.safe],
    ],
    'the asset': [
      [shownAsset.id, shownAsset.address, shownAsset.symbol, shownAsset.decimals],
      [intent.assetId, intent.asset, asset.symbol, asset.decimals],
    ],
    'the destination': [
      [destination.id, destination.address, destination.label],
      [intent.destinationId, intent.destination, names.destination],
    ],
    'the amount': [shown.amountUnits, intent.amount.toString()],
    'the reference': [shown.reference, intent.reference],
    'the requester': [
      [shown.requester, shown.requesterName],
      [intent.requesterId, names.requester],
    ],
    'the expiry': [shown.expiresAt, printUtc(intent.expiresAt)],
    'the intent': [
      [shown.intentHash, shown.intent.typedData],
      [proven.intentHash, statementJson(intentStatement(intent))],
    ],
    "the requester's signature": [shown.intentSignature, proven.signature],
    'the revision': [shown.revision, proven.revision],
  };
  return Object.entries(expected).map(([name, [is, owed]]) => [
    name,
    canonicalText(is) === canonicalText(owed),
  ]);
}

/** A relayed transfer was simulated and decided again since. */
function clearedFaults(
  { evidence, effects, decision, state }: WholeTransfer,
  { cleared, decision: decided }: ProvenTransfer,
): readonly Fault[] {
  if (!cleared) return [['the policy', decision?.policyHash === decided.policyHash]];
  const isSame = 'cleared' in evidence && canonicalText(evidence.cleared) === canonicalText(cleared.as);
  const { effectsDigest } = cleared.as;
  const isSeen = effects !== null && canonicalHash(effects.digested) === effectsDigest;
  const isAfterRelay = state === 'cancelling';
  return [
    ['what it was cleared as', isSame],
    ['the effects', isAfterRelay || isSeen],
    ['the policy', isAfterRelay || decision?.policyHash === decided.policyHash],
  ];
}
