import type { Clearance } from '../../domain/confirmations/clearance.js';
import { requirementWords } from '../../domain/confirmations/requirement-words.js';
import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import type { ProvenClearance, ProvenTransfer } from '../../domain/evidence/verify-transfer.js';
import { parseAddress } from '../../domain/values/address.js';
import { formatAmount } from '../../domain/values/amount.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { parseUtc } from '../../domain/values/time.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { refused } from '../terminal/failures.js';
import { intentRows } from './intent-statement.js';

/** What a confirmer signs, and reads before: all of it by the evidence. */
export function clearanceProven(transfer: ProvenTransfer): {
  readonly clearance: Clearance;
  readonly rows: readonly Row[];
} {
  const { id, state, revision, cleared, decision } = transfer;
  if (cleared === null) throw notCleared(id, state);
  const { nonce, tier, require, policyHash, safeTxHash } = cleared.as;
  const rows = [
    { name: 'Transfer', value: id },
    ...provenRows(transfer),
    ...effectRows(transfer, cleared),
    ...cleared.exceptions.map((words) => ({ name: 'Excepted', value: words })),
    { name: 'Tier', value: `${tier}: ${requirementWords(require)}` },
    { name: 'Policy', value: `version ${String(decision.policyVersion)}, ${policyHash}` },
    { name: 'Revision', value: String(revision) },
    { name: 'Safe nonce', value: nonce.toString() },
    { name: 'Safe tx hash', value: inGroups(safeTxHash) },
  ];
  return { clearance: cleared.clearance, rows };
}

/** The intent in the parts that a person compares. */
export function provenRows({ intent, names, asset }: ProvenTransfer): readonly Row[] {
  const { safe, destination, requester } = names;
  return intentRows(intent, {
    ...{ safe: { name: safe }, destination: { name: destination } },
    ...{ asset: { name: asset.symbol, decimals: asset.decimals }, requester: { name: requester } },
  });
}

function effectRows({ intent, names, asset }: ProvenTransfer, { effects }: ProvenClearance): readonly Row[] {
  const called = new Map<string, string>([
    [intent.safe, names.safe],
    [intent.destination, names.destination],
  ]);
  return [...(effects.nativeChanges ?? []), ...(effects.tokenChanges ?? [])].map(({ account, delta }) => {
    const amount = formatAmount(delta < 0n ? -delta : delta, asset.decimals);
    return {
      name: 'Effect',
      value: `${called.get(account) ?? account}: ${delta < 0n ? '-' : '+'}${amount} ${asset.symbol}`,
    };
  });
}

/** What is rejected unseen, as it is served: a no moves nothing, and has no words. */
export function clearanceUnseen({ evidence, ...transfer }: TransferDetail): Clearance {
  if (!('cleared' in evidence)) throw notCleared(transfer.id, transfer.state);
  const { cleared } = evidence;
  return {
    ...{ chainId: transfer.safe.chainId, safe: parseAddress(transfer.safe.address), words: '' },
    ...{ transferId: parseId('tr', transfer.id), revision: transfer.revision },
    intentHash: parseBytes32(transfer.intentHash),
    safeTxHash: parseBytes32(cleared.safeTxHash),
    effectsDigest: parseBytes32(cleared.effectsDigest),
    policyHash: parseBytes32(cleared.policyHash),
    exceptions: cleared.exceptions.map(parseBytes32),
    expiresAt: parseUtc(transfer.expiresAt),
  };
}

export function notCleared(id: string, state: string) {
  return refused(`${id} is ${state}: it is not cleared, so there is nothing to answer`);
}
