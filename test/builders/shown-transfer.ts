import { clearanceStatement } from '../../src/domain/confirmations/clearance.js';
import { type EvidenceBundle, printBundle } from '../../src/domain/evidence/bundle.js';
import { verifyTransfer } from '../../src/domain/evidence/verify-transfer.js';
import { parseVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { effectsJson } from '../../src/domain/simulation/effects.js';
import { intentStatement } from '../../src/domain/transfers/intent.js';
import { formatAmount } from '../../src/domain/values/amount.js';
import { type Json, plain } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { printUtc } from '../../src/domain/values/time.js';

/** A transfer before its relay, as a gateway shows it whole, with its clearance. Every part is as its evidence proves. */
export async function shownTransfer(bundle: EvidenceBundle) {
  const roots = { founding: parseBytes32(bundle.installation.id), logKey: parseVerifierKey(bundle.log.key) };
  const { transfer } = await verifyTransfer(printBundle(bundle), roots);
  if (!transfer) throw new Error('the bundle proves nothing');
  const { id, state, revision, intent, intentHash, names, asset, words, cleared, decision } = transfer;
  const statement = served(intentStatement(intent));
  const { outcome, policyVersion, policyHash, tier, reasons } = decision;
  const shown = {
    ...{ id, state, since: '2026-11-30T00:00:00Z', revision },
    safe: { id: intent.safeId, chainId: intent.chainId, address: intent.safe, label: names.safe },
    asset: { id: asset.id, symbol: asset.symbol, decimals: asset.decimals, address: intent.asset },
    destination: { id: intent.destinationId, address: intent.destination, label: names.destination },
    ...{ masked: false, amount: formatAmount(intent.amount, asset.decimals), usd: null },
    ...{ amountUnits: intent.amount.toString(), reference: intent.reference, words },
    ...{ requester: intent.requesterId, requesterName: names.requester, quorum: null },
    ...{ intentHash, createdAt: '2026-11-30T00:00:00Z', expiresAt: printUtc(intent.expiresAt) },
    evidence: cleared ? { state, cleared: cleared.as } : { state, rules: ['eth-per-transfer'] },
    ...{ intentSignature: transfer.signature, intent: statement },
    decision: { ...{ stage: 'request', outcome, policyVersion, policyHash, tier, reasons } },
    ...{ simulations: [], nonce: null, digests: null, engines: [], confirmations: [] },
    effects: cleared && {
      ...{ blockNumber: '1', nonce: null, moves: [], digested: effectsJson(cleared.effects) },
    },
    ...{ waitsFor: null, looking: null, lane: null, usual: null, exceptions: [], revisions: [] },
    ownerSignatures: [],
  };
  return {
    shown: plain(shown) as Record<string, Json>,
    // One that is not cleared is asked for no clearance.
    clearance: cleared
      ? served(clearanceStatement(cleared.clearance, { decision: 'confirm', reason: '' }))
      : statement,
  };
}

function served(statement: Parameters<typeof statementJson>[0]) {
  return { typedData: statementJson(statement), digest: statementDigest(statement) };
}
