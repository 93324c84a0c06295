import { numberToHex } from 'viem';
import { addressFromHex } from '../../src/domain/values/address.js';
import { amountOf } from '../../src/domain/values/amount.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { intentHash } from '../../src/domain/transfers/intent.js';
import { type Transfer } from '../../src/domain/transfers/transfer.js';
import { type Awaited, NOBODY } from '../../src/domain/transfers/awaited.js';
import type { StandingFreeze } from '../../src/domain/transfers/freeze-wait.js';
import { type WaitFacts, waitsFor } from '../../src/domain/transfers/waits-for.js';

/** A transfer in every state, and what could hold it up. */
const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const personId = (value: number) => parseId('per', `per_01890a5d-ac96-774b-bcce-b3020000000${String(value)}`);
export const transferId = (value: number) =>
  parseId('tr', `tr_01890a5d-ac96-774b-bcce-b3020000000${String(value)}`);
const START = 1_800_000_000;
export const at = (seconds: number) => unixSeconds(START + seconds);
export const [HOUR, DAY] = [3_600, 86_400];
export const [amos, tessa, rita] = ['Amos', 'Tessa', 'Rita'].map((name, index) => ({
  id: personId(index),
  name,
}));
const intent = {
  ...{ safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'), chainId: 1, safe: account(1) },
  ...{ assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'), asset: account(0) },
  ...{ destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'), destination: account(2) },
  ...{ amount: amountOf(777_777n), reference: 'refill', requesterId: personId(9), salt: word(9) },
  expiresAt: at(DAY),
};
const cleared = {
  ...{ nonce: 42n, words: 'Send 777777 wei', safeTxHash: word(1), effectsDigest: word(2) },
  ...{ policyHash: word(3), exceptions: [], tier: 'small', require: [{ group: 'treasury', count: 1 }] },
};
const common = {
  ...{ id: transferId(5), intent, intentHash: intentHash(intent) },
  ...{ intentSignature: '0x00' as const, revision: 1, createdAt: at(0) },
};
const execution = { transactionHash: word(4), blockNumber: 9n, blockHash: word(5), executor: account(6) };
const submissions = [{ transactionHash: word(8), rawTransaction: '0x02' }];
const stood = { state: 'relayed' as const, relayedAt: at(60) };
const burn = { safeTxHash: word(11), effectsDigest: word(12), words: 'Burn', expiresAt: at(2 * HOUR) };
const asked = { by: personId(1), why: 'a mistake', at: at(HOUR) };
const confirmed = { ...asked, burn, confirmedBy: personId(2) };
const reasons = [{ code: 'SIM_REVERT', reason: 'it reverts' }] as const;

type Cancel = Extract<Transfer, { state: 'cancelling' }>['evidence']['cancel'];
const cancelling = (cancel: Cancel): Transfer => ({
  ...{ ...common, state: 'cancelling' },
  evidence: { cleared, stood, cancel },
});

export const STATES = {
  requested: { ...common, state: 'requested', evidence: {} },
  'needs-exception': { ...common, state: 'needs-exception', evidence: { rules: ['per-transfer'] } },
  queued: { ...common, state: 'queued', evidence: {} },
  simulating: {
    ...{ ...common, state: 'simulating' },
    evidence: { because: 'first in the lane', since: at(30) },
  },
  'awaiting-confirmation': { ...common, state: 'awaiting-confirmation', evidence: { cleared } },
  confirmed: { ...common, state: 'confirmed', evidence: { cleared, confirmedBy: [personId(2)] } },
  relayed: { ...common, state: 'relayed', evidence: { cleared, relayedAt: at(60) } },
  signed: { ...common, state: 'signed', evidence: { cleared, signers: [account(7)] } },
  submitted: { ...common, state: 'submitted', evidence: { cleared, submissions } },
  asked: cancelling({ stage: 'asked', ...asked }),
  cleared: cancelling({ stage: 'cleared', ...asked, burn }),
  'cancel confirmed': cancelling({ stage: 'confirmed', ...confirmed }),
  'cancel signed': cancelling({ stage: 'signed', ...confirmed, signers: [account(7)] }),
  'cancel submitted': cancelling({ stage: 'submitted', ...confirmed, submissions }),
  executed: { ...common, state: 'executed', evidence: { cleared, execution } },
  settled: { ...common, state: 'settled', evidence: { cleared, execution } },
  mismatched: { ...common, state: 'mismatched', evidence: { cleared, execution, reasons: [...reasons] } },
  superseded: { ...common, state: 'superseded', evidence: { cleared, nonceNow: '43' } },
  refused: { ...common, state: 'refused', evidence: { reasons: [...reasons] } },
  cancelled: { ...common, state: 'cancelled', evidence: { by: 'system', why: 'expired' } },
  rejected: { ...common, state: 'rejected', evidence: { by: personId(2), why: 'no ticket' } },
  expired: { ...common, state: 'expired', evidence: {} },
} as const satisfies Readonly<Record<string, Transfer>>;

export const made = {
  ...{ id: parseId('frz', 'frz_01890a5d-ac96-774b-bcce-b302099a8059'), code: 'SAFE_FROZEN' as const },
  ...{ scope: intent.safeId, reason: '777777 wei look wrong', at: at(90), standing: 1 },
  ...{ actor: personId(2), actorName: 'Rita', finding: null },
};
export const change = parseId('chg', 'chg_01890a5d-ac96-774b-bcce-b302099a8060');
export const quorum: Awaited = {
  groups: [
    { group: 'treasury', needed: 2, have: 1, people: [amos, tessa].map(required) },
    { group: 'risk', needed: 1, have: 0, people: [required(rita)] },
  ],
  people: [amos, tessa, rita].map(required),
};
export const owners: Awaited = {
  groups: [{ group: 'owners', needed: 3, have: 1, people: [required(amos)] }],
  people: [required(amos)],
};

export const frozen: StandingFreeze = { ...made, end: { kind: 'proposed', change, awaited: quorum } };

export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing');
  return value;
}

export function facts(parts: Partial<WaitFacts> = {}): WaitFacts {
  const none = { frozen: null, excepting: [], ahead: [], failed: null, awaited: NOBODY, hold: null };
  return { since: at(100), safe: 'Cold 1', looked: null, ...none, ...parts };
}

export function waits(name: keyof typeof STATES, parts: Partial<WaitFacts> = {}) {
  return required(waitsFor(STATES[name], facts(parts)) ?? undefined);
}
