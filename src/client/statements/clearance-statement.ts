import type { Clearance } from '../../domain/confirmations/clearance.js';
import { requirementWords } from '../../domain/confirmations/requirement-words.js';
import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import { shownExceptions } from '../../domain/exceptions/shown-exceptions.js';
import { areExpected } from '../../domain/simulation/shown-effects.js';
import { intendedMovement } from '../../domain/transfers/intended-movement.js';
import type { Intent } from '../../domain/transfers/intent.js';
import {
  type MovableAsset,
  type Movement,
  buildSafeTransaction,
} from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { intentWords } from '../../domain/transfers/transfer-words.js';
import { parseAddress } from '../../domain/values/address.js';
import { type Json, canonicalHash } from '../../domain/values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { parseUtc } from '../../domain/values/time.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { mismatched, refused } from '../terminal/failures.js';
import { intentRows } from './intent-statement.js';
import { type WholeTransfer, intentShown } from './shown-intent.js';

type ClearedView = Extract<TransferDetail['evidence'], { readonly cleared: unknown }>['cleared'];

export function clearedAs({ evidence, id, state }: TransferDetail): ClearedView {
  if ('cleared' in evidence) return evidence.cleared;
  throw refused(`${id} is ${state}: it is not cleared, so there is nothing to answer`);
}

/**
 * What a confirmer signs, with every part that follows from others made again: the intent from what was signed, the Safe
 * transaction from the intent, the words from both, the effects and exceptions from what is shown of them.
 */
export async function clearanceOfWhole(
  transfer: WholeTransfer,
  chainId: number,
): Promise<{ readonly clearance: Clearance; readonly rows: readonly Row[] }> {
  const intent = await intentShown(transfer, chainId);
  const cleared = clearedAs(transfer);
  const { movement, safeTxHash, words } = rebuilt(transfer, intent, cleared.nonce);
  const exceptions = cleared.exceptions.map(parseBytes32);
  const made = shownExceptions(transfer.exceptions, {
    ...{ id: transfer.id, intentHash: transfer.intentHash, intent },
    decimals: transfer.asset.decimals,
  });
  const { effects } = transfer;
  const approved = { safe: intent.safe, movement, nonce: BigInt(cleared.nonce) };
  const faults = [
    ['the Safe transaction', safeTxHash === cleared.safeTxHash],
    ['the words', words === cleared.words],
    ['the effects', effects !== null && canonicalHash(effects.digested as Json) === cleared.effectsDigest],
    ['what the effects change', effects !== null && areExpected(effects, approved)],
    ['the policy', transfer.decision?.policyHash === cleared.policyHash],
    ['the exceptions', exceptions.every((digest) => made.has(digest))],
  ] as const;
  const wrong = faults.filter(([, holds]) => !holds).map(([name]) => name);
  if (wrong.length > 0)
    throw mismatched(
      `nothing was signed: what ${transfer.id} was cleared as does not follow from its parts: ${wrong.join(', ')}`,
      '  If it is just being cleared anew, ask again in a moment. Otherwise tell whoever runs the gateway.',
    );
  const rows = [
    { name: 'Transfer', value: transfer.id },
    ...intentRows(intent, {
      safe: { ...transfer.safe, name: transfer.safe.label },
      asset: { ...transfer.asset, name: transfer.asset.symbol },
      destination: { ...transfer.destination, name: transfer.destination.label },
      requester: { id: transfer.requester, name: transfer.requesterName ?? '' },
    }),
    ...effectRows(transfer),
    ...exceptions.map((digest) => ({ name: 'Excepted', value: made.get(digest) ?? '' })),
    { name: 'Tier', value: `${cleared.tier}: ${requirementWords(cleared.require)}` },
    { name: 'Policy', value: `version ${String(transfer.decision?.policyVersion)}, ${cleared.policyHash}` },
    { name: 'Revision', value: String(transfer.revision) },
    { name: 'Safe nonce', value: cleared.nonce },
    { name: 'Safe tx hash', value: inGroups(safeTxHash) },
  ];
  return { clearance: clearanceFrom(transfer, cleared, words), rows };
}

/** What is rejected unseen: a no moves nothing, and has no words. */
export function clearanceUnseen(transfer: TransferDetail): Clearance {
  return clearanceFrom(transfer, clearedAs(transfer), '');
}

function clearanceFrom(transfer: TransferDetail, cleared: ClearedView, words: string): Clearance {
  return {
    ...{ chainId: transfer.safe.chainId, safe: parseAddress(transfer.safe.address), words },
    ...{ transferId: parseId('tr', transfer.id), revision: transfer.revision },
    intentHash: parseBytes32(transfer.intentHash),
    safeTxHash: parseBytes32(cleared.safeTxHash),
    effectsDigest: parseBytes32(cleared.effectsDigest),
    policyHash: parseBytes32(cleared.policyHash),
    exceptions: cleared.exceptions.map(parseBytes32),
    expiresAt: parseUtc(transfer.expiresAt),
  };
}

/** The Safe transaction and the line of an intent, both from the intent itself. */
export function rebuilt(
  { asset, safe, destination }: WholeTransfer,
  intent: Intent,
  nonce: string,
): { readonly movement: Movement<MovableAsset>; readonly safeTxHash: Bytes32; readonly words: string } {
  const movement = intendedMovement(intent, asset);
  const transaction = buildSafeTransaction(movement, BigInt(nonce));
  return {
    movement,
    safeTxHash: safeTxDigests(transaction, intent.chainId, intent.safe).digest,
    words: wordsShown({ asset, safe, destination }, intent),
  };
}

/** The line that people sign. */
export function wordsShown(
  { asset, safe, destination }: Pick<WholeTransfer, 'asset' | 'safe' | 'destination'>,
  intent: Intent,
): string {
  const { symbol, decimals } = asset;
  return intentWords(intent, {
    ...{ safe: safe.label, destination: destination.label },
    asset: { symbol, decimals },
  });
}

function effectRows({ effects, asset, safe, destination }: WholeTransfer): readonly Row[] {
  const names = new Map([
    [safe.address, safe.label],
    [destination.address, destination.label],
  ]);
  return (effects?.moves ?? []).map(({ account, change, after }) => ({
    name: 'Effect',
    value: `${names.get(account) ?? account}: ${change} ${asset.symbol}${after === null ? '' : `, then ${after}`}`,
  }));
}
