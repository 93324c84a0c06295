import { clearanceStatement } from '../../src/domain/confirmations/clearance.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { effectsDigest, effectsJson, effectsOf } from '../../src/domain/simulation/effects.js';
import { expectedChanges } from '../../src/domain/simulation/expected-effects.js';
import { type Intent, intentHash, intentStatement } from '../../src/domain/transfers/intent.js';
import { buildSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { intentWords } from '../../src/domain/transfers/transfer-words.js';
import { ZERO_ADDRESS, parseAddress } from '../../src/domain/values/address.js';
import { formatAmount, parseAmount } from '../../src/domain/values/amount.js';
import { type Json, plain } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc, printUtc } from '../../src/domain/values/time.js';
import { privateKeyToAccount } from 'viem/accounts';

const uuid = (n: number) => `01890a5d-ac96-774b-bcce-00000000000${String(n)}`;
const id = parseId('tr', `tr_${uuid(1)}`);
const ETH = { id: parseId('ast', `ast_${uuid(3)}`), symbol: 'ETH', decimals: 18, address: ZERO_ADDRESS };
const SAFE = { label: 'Cold 1', address: parseAddress('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed') };
const HOT = { label: 'Hot wallet 1', address: parseAddress('0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359') };
const POLICY = parseBytes32(`0x${'77'.repeat(32)}`);
const NONCE = 7n;

const requester = {
  ...{ id: parseId('per', `per_${uuid(5)}`), name: 'Tessa' },
  account: privateKeyToAccount(`0x${'11'.repeat(32)}`),
};

/** A transfer that waits for confirmation, as a gateway shows it whole, with its clearance. Every part fits. */
export async function clearedTransfer(amount = '4', by = requester.account, policyHash = POLICY) {
  const intent: Intent = {
    ...{ chainId: 31337, safeId: parseId('safe', `safe_${uuid(2)}`), safe: SAFE.address },
    ...{ assetId: ETH.id, asset: ETH.address, amount: parseAmount(amount, 18), reference: 'TICKET-1' },
    ...{ destinationId: parseId('dst', `dst_${uuid(4)}`), destination: HOT.address },
    ...{ requesterId: requester.id, salt: parseBytes32(`0x${'22'.repeat(32)}`) },
    expiresAt: parseUtc('2026-12-01T00:00:00Z'),
  };
  const movement = {
    asset: { kind: 'native', ...ETH } as const,
    ...{ destination: HOT.address, amount: intent.amount },
  };
  const effects = effectsOf(
    { outcome: 'success' },
    { ...expectedChanges(SAFE.address, movement, NONCE), calls: [], logs: [] },
  );
  const transaction = buildSafeTransaction(movement, NONCE);
  const { domainHash, messageHash, digest } = safeTxDigests(transaction, 31337, SAFE.address);
  const cleared = {
    ...{ nonce: String(NONCE), policyHash, exceptions: [], effectsDigest: effectsDigest(effects) },
    words: intentWords(intent, { safe: SAFE.label, destination: HOT.label, asset: ETH }),
    safeTxHash: digest,
  };
  const { nonce: _, ...bound } = cleared;
  const clearance = clearanceStatement(
    {
      ...{ chainId: 31337, safe: SAFE.address, transferId: id, revision: 1, ...bound },
      ...{ intentHash: intentHash(intent), expiresAt: intent.expiresAt },
    },
    { decision: 'confirm', reason: '' },
  );
  const moved = formatAmount(intent.amount, 18);
  const shown = {
    ...{ id, state: 'awaiting-confirmation', since: '2026-11-30T00:00:00Z', revision: 1 },
    safe: { ...SAFE, id: intent.safeId, chainId: 31337 },
    asset: ETH,
    ...{ masked: false, destination: { ...HOT, id: intent.destinationId }, amount: moved },
    ...{ amountUnits: intent.amount.toString(), usd: null, reference: intent.reference },
    ...{ words: cleared.words, requester: requester.id, requesterName: requester.name, quorum: null },
    ...{ intentHash: intentHash(intent), createdAt: '2026-11-30T00:00:00Z' },
    expiresAt: printUtc(intent.expiresAt),
    evidence: {
      state: 'awaiting-confirmation',
      cleared: { ...cleared, tier: 'small', require: [{ group: 'treasury', count: 1 }] },
    },
    intentSignature: await by.sign({ hash: intentHash(intent) }),
    intent: served(intentStatement(intent)),
    decision: {
      ...{ stage: 'relay', outcome: 'permit', policyVersion: 1, policyHash, tier: null, reasons: [] },
    },
    ...{ simulations: [], nonce: String(NONCE), engines: [], confirmations: [] },
    digests: {
      ...{ domainHash, messageHash, eip712Digest: digest },
      calldataDigest: calldataDigest(transaction.data),
    },
    effects: {
      ...{ blockNumber: '1', nonce: null, digested: effectsJson(effects) },
      moves: [
        { account: SAFE.address, asset: ETH.id, before: '9', change: `-${moved}`, after: null },
        { account: HOT.address, asset: ETH.id, before: '0', change: moved, after: null },
      ],
    },
    ...{ waitsFor: null, looking: null, lane: null, usual: null, exceptions: [], revisions: [] },
    ownerSignatures: [],
  };
  return { shown: plain(shown) as Record<string, Json>, clearance: served(clearance) };
}

function served(statement: Parameters<typeof statementJson>[0]) {
  return { typedData: statementJson(statement), digest: statementDigest(statement) };
}

/** The people of a gateway that has only the requester. */
export const people = {
  data: [
    {
      ...{ id: requester.id, name: requester.name, roles: ['operator'], groups: [], removedAt: null },
      keys: [
        {
          ...{ id: requester.account.address, kind: 'evm', purpose: 'confirmation', label: null },
          ...{ activeFrom: '2026-11-01T00:00:00Z', revokedAt: null, lastUsedAt: null },
        },
      ],
    },
  ],
};
