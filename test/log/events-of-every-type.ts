import { exportEvent } from '../../src/audit-export/export-records.js';
import { endOf } from '../../src/changes/change-log.js';
import { eventOf } from '../../src/changes/govern.js';
import { type AuditType } from '../../src/domain/audit-log/acts/acts.js';
import { type AuditEvent } from '../../src/domain/audit-log/entry.js';
import { isGoverned } from '../../src/domain/changes/change.js';
import { storeException } from '../../src/domain/exceptions/stored-exception.js';
import { evmKeyId } from '../../src/domain/identity/person.js';
import { allowed } from '../../src/domain/policies/rule-result.js';
import { storeIntent } from '../../src/domain/transfers/intent.js';
import type { Transfer, TransferIn, TransferState } from '../../src/domain/transfers/transfer.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { newId } from '../../src/infra/database/new-id.js';
import { stepEvent } from '../../src/transfers/step-event.js';
import { recorded } from '../builders/evidence-example.js';

const { intent, clearance, exception, change: founding, answer, nonce, destination } = recorded();
const { intentHash: hash, words, safeTxHash, effectsDigest, policyHash, exceptions } = clearance;
const { signature } = answer;
const [now, networkAddress] = [unixSeconds(1_800_000_000), '192.0.2.1'];
const personId = parseId('per', newId('per'));
const [keyId, owner] = [evmKeyId(intent.safe), intent.safe];
const register = { acts: 3, head: hash };

const about = { actor: personId, safeId: intent.safeId, subject: clearance.transferId };
const cleared = {
  ...{ nonce, words, safeTxHash, effectsDigest, policyHash, exceptions: [...exceptions] },
  ...{ tier: 'large', require: [{ group: 'treasury', count: 2 }] },
};
const execution = { transactionHash: hash, blockNumber: 7n, blockHash: hash, executor: owner };
const reasons = [{ code: 'SAFE_STATE_DRIFT' as const, reason: 'another threshold' }];

const EVIDENCE: { [S in TransferState]: TransferIn<S>['evidence'] } = {
  ...{ requested: {}, queued: {}, expired: {} },
  'needs-exception': { rules: ['daily'] },
  simulating: { because: 'first in the lane', since: now },
  'awaiting-confirmation': { cleared },
  confirmed: { cleared, confirmedBy: [personId] },
  relayed: { cleared, relayedAt: now },
  signed: { cleared, signers: [owner] },
  submitted: { cleared, submissions: [{ transactionHash: hash, rawTransaction: '0x02' }] },
  cancelling: {
    ...{ cleared, stood: { state: 'relayed', relayedAt: now } },
    cancel: { stage: 'asked', by: personId, why: 'typed wrongly', at: now },
  },
  executed: { cleared, execution },
  settled: { cleared, execution },
  mismatched: { cleared, execution, reasons },
  superseded: { cleared, nonceNow: '9' },
  refused: { reasons },
  cancelled: { by: personId, why: 'typed wrongly' },
  rejected: { by: personId, why: 'not on the ticket' },
};

function inState(state: TransferState): Transfer {
  const common = { id: clearance.transferId, intent, intentHash: hash, intentSignature: signature };
  return { ...common, revision: 1, createdAt: now, state, evidence: EVIDENCE[state] } as Transfer;
}

const step = (from: TransferState, to: TransferState) => stepEvent(inState(from), inState(to), 'system');

const change = { ...founding, kind: 'policy' as const };
if (!isGoverned(change)) throw new Error('a policy is governed');
const word = (decision: 'propose' | 'approve' | 'reject' | 'withdraw') =>
  eventOf(change, { ...{ personId, decision, reason: '' }, at: now, head: hash, signature }, keyId);

function end(status: Parameters<typeof endOf>[0]['status']): AuditEvent {
  const event = endOf({ change, status });
  if (!event) throw new Error('this is no end of a change');
  return event;
}

const order = {
  ...{ id: parseId('exp', newId('exp')), format: 'jsonl' as const, filter: { outcome: 'denied' as const } },
  ...{ from: 0n, to: 9n, checkpointSize: 12n, sha256: hash, requestedBy: personId },
  ...{ entries: 5n, veiled: 1n },
};
const exported = (became: Parameters<typeof exportEvent>[2]) => exportEvent(order, personId, became);

const worded = { kind: change.kind, object: change.subject, sentences: change.sentences };
const stop = { freeze: newId('frz'), code: 'SAFE_FROZEN' as const, reason: 'The page looks odd' };
const digests = { domainHash: hash, messageHash: null, eip712Digest: null, calldataDigest: hash };

/** One entry of each type, as its writer makes it. */
export const EVENTS = {
  'system.bootstrapped': {
    ...{ type: 'system.bootstrapped', actor: 'system' },
    detail: { change: founding, answers: [answer], hash, document: hash },
  },
  'session.opened': { ...about, type: 'session.opened', detail: { method: 'passkey' } },
  'session.closed': { ...about, type: 'session.closed', detail: {} },
  'session.revoked': {
    ...{ ...about, type: 'session.revoked' },
    detail: { person: personId, sessions: ['ses_1'] },
  },
  'session.refused': {
    ...{ type: 'session.refused', actor: 'anonymous' },
    detail: { address: null, reason: 'nonce used', networkAddress, isLastBeforeRateLimit: false },
  },
  'request.refused': {
    ...{ type: 'request.refused', actor: 'anonymous' },
    detail: { requestId: 'req_1', method: 'POST', route: '/v1/x', code: 'BODY_SCHEMA', pointers: ['/a'] },
  },
  'change.drafted': { ...about, type: 'change.drafted', detail: worded },
  'change.proposed': word('propose'),
  'change.approved': word('approve'),
  'change.rejected': word('reject'),
  'change.withdrawn': word('withdraw'),
  'change.activated': end({ state: 'active', since: now }),
  'change.expired': end({ state: 'expired', at: now }),
  'change.superseded': end({ state: 'superseded', at: now, reason: 'another came first' }),
  'invitation.created': {
    ...{ ...about, type: 'invitation.created' },
    detail: { invitation: newId('inv'), purpose: 'owner', expiresAt: now },
  },
  'invitation.revoked': { ...about, type: 'invitation.revoked', detail: {} },
  'enrolment.refused': {
    ...{ type: 'enrolment.refused', actor: 'anonymous' },
    detail: { code: 'INVITATION_INVALID', networkAddress, isLastBeforeRateLimit: true },
  },
  'person.recovery-begun': {
    ...{ ...about, type: 'person.recovery-begun' },
    detail: { change: change.id, invitation: newId('inv'), invitedBy: personId },
  },
  'api-key.created': {
    ...{ ...about, type: 'api-key.created' },
    detail: { name: 'siem', roles: ['auditor'], expiresAt: now },
  },
  'api-key.revoked': { ...about, type: 'api-key.revoked', detail: { name: 'siem' } },
  'destination.challenged': {
    ...{ ...about, type: 'destination.challenged' },
    detail: { ...destination, challenge: hash, expiresAt: now },
  },
  'transfer.requested': {
    ...{ ...about, type: 'transfer.requested' },
    detail: { intent: storeIntent(intent), intentHash: hash, signature },
  },
  'transfer.decided': {
    ...{ ...about, type: 'transfer.decided' },
    detail: {
      ...{ decision: newId('dec'), facts: hash, register, stage: 'relay', outcome: 'permit', policyHash },
      reasons: [allowed('policy', 'daily', 'within the limit')],
    },
  },
  'transfer.refused': step('queued', 'refused'),
  'transfer.held': step('requested', 'needs-exception'),
  'transfer.excepted': {
    ...{ ...about, type: 'transfer.excepted' },
    detail: {
      ...{ exception: storeException(exception), exceptionId: newId('exc'), keyId, signature, register },
    },
  },
  'transfer.queued': step('requested', 'queued'),
  'transfer.entered-lane': step('queued', 'simulating'),
  'simulation.recorded': {
    ...{ ...about, type: 'simulation.recorded' },
    detail: { simulation: newId('sim'), stage: 'clearance', revision: 1, record: hash },
  },
  'transfer.simulated': { ...about, type: 'transfer.simulated', detail: { verdict: 'cleared', reasons: [] } },
  'transfer.cleared': step('simulating', 'awaiting-confirmation'),
  'transfer.revised': step('confirmed', 'simulating'),
  'transfer.rekeyed': {
    ...{ ...about, type: 'transfer.rekeyed' },
    detail: { revision: 1, matched: false, entered: { destinationEnding: '00000000', amount: '1' } },
  },
  'transfer.answered': {
    ...{ ...about, type: 'transfer.answered' },
    detail: {
      ...{ decision: 'confirm', reason: '', revision: 1, digest: hash, keyId, signature },
      ...{ confirmation: newId('cnf'), register },
    },
  },
  'transfer.rejected': step('confirmed', 'rejected'),
  'transfer.confirmed': step('awaiting-confirmation', 'confirmed'),
  'transfer.cancelled': step('queued', 'cancelled'),
  'transfer.expired': step('queued', 'expired'),
  'transfer.relayed': step('confirmed', 'relayed'),
  'transfer.owner-signed': {
    ...{ ...about, type: 'transfer.owner-signed' },
    detail: { owner, safeTxHash, signature: '0x02', register },
  },
  'transfer.signed': step('relayed', 'signed'),
  'transfer.submitted': step('signed', 'submitted'),
  'transfer.cancelling': step('relayed', 'cancelling'),
  'transfer.cancel-answered': {
    ...{ ...about, type: 'transfer.cancel-answered' },
    detail: {
      ...{ decision: 'confirm', reason: '', digest: hash, keyId, signature },
      ...{ cancellation: newId('cxl'), register },
    },
  },
  'transfer.cancel-signed': {
    ...{ ...about, type: 'transfer.cancel-signed' },
    detail: { owner, safeTxHash, signature: '0x02', register },
  },
  'transfer.looked': {
    ...{ ...about, type: 'transfer.looked' },
    detail: { verdict: 'stopped', reasons: [{ code: 'DEST_NOT_ALLOWED', reason: 'it was removed' }] },
  },
  'transaction.refused': {
    ...{ ...about, type: 'transaction.refused' },
    detail: { transactionHash: hash, provider: 'rpc-1', words: 'insufficient funds' },
  },
  'transaction.gas-disputed': {
    ...{ ...about, type: 'transaction.gas-disputed' },
    detail: { transactionHash: hash, estimates: [{ provider: 'rpc-1', gas: '21000' }] },
  },
  'transfer.executed': step('submitted', 'executed'),
  'transfer.settled': step('executed', 'settled'),
  'transfer.mismatched': step('executed', 'mismatched'),
  'transfer.superseded': step('relayed', 'superseded'),
  'safe.frozen': { ...about, type: 'safe.frozen', detail: stop },
  'gateway.frozen': { ...about, type: 'gateway.frozen', detail: { ...stop, finding: newId('fnd') } },
  'finding.recorded': {
    ...{ ...about, type: 'finding.recorded' },
    detail: { code: 'LOG_FORK', finding: newId('fnd'), reason: 'another root', detail: { size: '4' } },
  },
  'finding.acknowledged': {
    ...{ ...about, type: 'finding.acknowledged' },
    detail: { code: 'SIG_MISMATCH', note: 'called the owner', finding: newId('fnd') },
  },
  'safe.exposed': {
    ...{ ...about, type: 'safe.exposed' },
    detail: { hashes: [], worstCases: [] },
  },
  'safe-transaction.inspected': {
    ...{ ...about, type: 'safe-transaction.inspected' },
    detail: {
      ...{ verdict: 'ACCEPT', code: null, reason: 'it is what it says', digests },
      wouldDo: ['1 Moves 1 USDC to HOT-1.'],
    },
  },
  'policy.evaluated': {
    ...{ ...about, type: 'policy.evaluated' },
    detail: { outcome: 'deny', policyHash, codes: ['SAFE_FROZEN'], at: now, isPast: false, isDraft: true },
  },
  'policy.reviewed': {
    ...{ ...about, type: 'policy.reviewed' },
    detail: { policyHash, direction: 'loosens' },
  },
  'destination.checked': {
    ...{ ...about, type: 'destination.checked' },
    detail: { address: destination.address, lookalikes: [] },
  },
  'self-test.passed': {
    ...{ type: 'self-test.passed', actor: 'system' },
    detail: { attacks: 40, failures: [] },
  },
  'self-test.failed': {
    ...{ type: 'self-test.failed', actor: 'system' },
    detail: { attacks: 40, failures: ['OP_DELEGATECALL was let through'] },
  },
  'audit.read': { ...about, type: 'audit.read', detail: { filter: { index: '4' } } },
  'audit-export.requested': exported({ kind: 'requested' }),
  'audit-export.finished': exported({ kind: 'finished', sha256: hash, bytes: 900n }),
  'audit-export.failed': exported({ kind: 'failed', code: 'LOG_FORK', reason: 'another root' }),
  'audit-export.downloaded': exported({ kind: 'downloaded' }),
  'audit-export.expired': exported({ kind: 'expired' }),
  'evidence.read': { ...about, type: 'evidence.read', detail: {} },
  'log.altered': {
    ...{ type: 'log.altered', actor: 'system' },
    detail: {
      staged: '7',
      claims: { type: 'transfer.queued', actor: 'system', safe: null, subject: null, detail: '{}' },
    },
  },
} satisfies Record<AuditType, AuditEvent>;
