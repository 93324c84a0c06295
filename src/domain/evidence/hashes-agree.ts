import { parseSafeTransaction } from '../transfers/parse-safe-transaction.js';
import { type SafeTransaction, transactionOf } from '../transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from '../transfers/safe-tx-hash.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import type { Case } from './case.js';
import { type ClearedRevision, clearedRevisions, relayedRevision } from './cleared-revisions.js';
import { type Line, Lines } from './line.js';

/** A clearance's Safe transaction, rebuilt from the intent alone; undefined if the register does not know the asset. */
export function clearedTransaction({ intent }: Pick<Case, 'intent'>, { cleared, register }: ClearedRevision) {
  const asset = register.asset(intent.assetId)?.asset;
  return asset && transactionOf(intent, asset, cleared.nonce);
}

/**
 * The intent builds the Safe transaction, which parses back to the intent (invariant 2). Its hash, computed here, is
 * the one that was simulated, confirmed and put before the owners (invariant 3).
 */
export function hashesAgree(each: Case): readonly Line[] {
  const lines = new Lines('transaction');
  for (const revision of clearedRevisions(each)) {
    const built = clearedTransaction(each, revision);
    const { part, cleared } = revision;
    if (!built) {
      lines.broken(part, 'the register has no such asset');
      continue;
    }
    const { chainId, safe } = each.intent;
    const { digest } = safeTxDigests(built.transaction, chainId, safe);
    const isSame = lines.require(
      `${part}/cleared/safeTxHash`,
      digest === cleared.safeTxHash,
      `the intent builds ${digest}`,
    );
    const context = { safe, nonce: cleared.nonce, assets: [built.movement.asset], chainId };
    const back = parseSafeTransaction(built.transaction, context);
    const readsBack = back.kind === 'movement' && isMovement(back.movement, built.movement);
    lines.require(part, readsBack, 'the Safe transaction does not read back as the intent');
    if (isSame && readsBack)
      lines.proven(
        part,
        `Revision ${String(revision.revision)} is the Safe transaction ${digest}, built again from the intent.`,
      );
  }
  requestLines(lines, each);
  return lines.list;
}

/** Rebuilds what the owners were shown: typed data and digests. */
function requestLines(lines: Lines, each: Case): void {
  const relayed = relayedRevision(each);
  const { safeTransaction } = each.bundle;
  const built = relayed && clearedTransaction(each, relayed);
  if (safeTransaction === null || !built) {
    const isOwed = (safeTransaction === null) === (relayed === undefined);
    lines.require(
      '/safeTransaction',
      isOwed,
      'a Safe transaction is here exactly if the transfer was relayed',
    );
    return;
  }
  const { chainId, safe } = each.intent;
  const typedData = safeTxTypedData(built.transaction, chainId, safe);
  const isTyped = canonicalJson(typedData as unknown as Json) === canonicalJson(safeTransaction.typedData);
  lines.require('/safeTransaction/typedData', isTyped, 'the typed data is not that of the intent');
  const digests = digestsOf(built.transaction, each);
  for (const [name, digest] of Object.entries(digests)) {
    const given = safeTransaction.digests[name as keyof typeof digests];
    lines.require(`/safeTransaction/digests/${name}`, given === digest, `it is ${digest}`);
  }
  if (!lines.isSound) return;
  lines.proven(
    '/safeTransaction',
    `Owners were shown Domain Hash ${digests.domainHash}, Message Hash ${digests.messageHash}, EIP-712 Digest ${digests.eip712Digest}.`,
  );
}

function digestsOf(transaction: SafeTransaction, { intent }: Case) {
  const { domainHash, messageHash, digest } = safeTxDigests(transaction, intent.chainId, intent.safe);
  return { domainHash, messageHash, eip712Digest: digest, calldataDigest: calldataDigest(transaction.data) };
}

interface Moved {
  readonly asset: { readonly id: string };
  readonly destination: string;
  readonly amount: bigint;
}

function isMovement(one: Moved, other: Moved): boolean {
  return (
    one.asset.id === other.asset.id && one.destination === other.destination && one.amount === other.amount
  );
}
