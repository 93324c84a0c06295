import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { DomainError } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';
import type { SignedBy } from './exposure.js';
import { intentHash } from './intent.js';
import { type Aging, dues, overdue } from './overdue.js';
import { EVIDENCE, type Transfer, hasEnded } from './transfer.js';
import { type TransferEvent, next } from './transitions.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const [asker, confirmer] = [
  parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'),
  parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8052'),
];
const START = 1_800_000_000;
const moment = (seconds: number) => unixSeconds(START + seconds);
const [HOUR, DAY] = [3_600, 86_400];
const intent = {
  ...{ safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'), chainId: 1, safe: account(1) },
  ...{ assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'), asset: account(0) },
  ...{ destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'), destination: account(2) },
  ...{ amount: amountOf(5n), reference: 'refill', requesterId: asker, salt: word(9), expiresAt: moment(DAY) },
};
const cleared = {
  ...{ nonce: 42n, words: 'Send 5 wei', safeTxHash: word(1), effectsDigest: word(2), policyHash: word(3) },
  ...{ exceptions: [], tier: 'small', require: [{ group: 'treasury', count: 1 }] },
};
const common = {
  ...{ id: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'), intent, intentHash: intentHash(intent) },
  ...{ intentSignature: '0x00' as const, revision: 1, createdAt: moment(0) },
};
const relayed: Transfer = { ...common, state: 'relayed', evidence: { cleared, relayedAt: moment(60) } };
const started = (): Transfer => relayed;
const submission = { transactionHash: word(8), rawTransaction: '0x02' };
const execution = { transactionHash: word(4), blockNumber: 9n, blockHash: word(5), executor: account(6) };
const judged = { record: word(12), notes: [], approvals: [] };
const reasons = [{ code: 'SIM_REVERT', reason: 'it reverts' }] as const;
const by = (owner: number, seconds: number): SignedBy => ({
  ...{ owner: account(owner), at: moment(seconds), safeTxHash: cleared.safeTxHash },
});

const threshold = 2;
const kinds = (transfer: Transfer, aging: Partial<Aging>, now: number) =>
  overdue(transfer, { signed: [], threshold, ...aging }, moment(now)).map(
    ({ code, kind }) => `${code} ${kind}`,
  );

describe('What is open too long', () => {
  it('is what anybody can execute, after an hour', () => {
    const signed = [by(8, 500), by(7, 100)];
    expect(kinds(relayed, { signed }, 500 + HOUR - 1)).toEqual([]);
    expect(kinds(relayed, { signed }, 500 + HOUR)).toEqual(['EXPOSURE_AGED executable']);
  });

  it('is what too few have signed, after a day; a second signature by one owner does not make two', () => {
    const signed = [by(7, 100), by(7, 300)];
    expect(kinds(relayed, { signed }, 100 + DAY - 1)).toEqual([]);
    expect(kinds(relayed, { signed }, 100 + DAY)).toEqual(['EXPOSURE_AGED signed']);
  });

  it('is a signature that was lost in the records, by the state that rests on it', () => {
    const signed: Transfer = { ...common, state: 'signed', evidence: { cleared, signers: [account(7)] } };
    expect(kinds(signed, {}, DAY - 1)).toEqual([]);
    expect(kinds(signed, {}, DAY)).toEqual(['EXPOSURE_AGED signed']);
  });

  it('is a cancel, after a day, whatever is signed', () => {
    const begun = next(relayed, { kind: 'begin-cancel', by: 'system', why: 'expired', at: moment(200) });
    expect(kinds(begun, {}, 200 + DAY - 1)).toEqual([]);
    expect(kinds(begun, {}, 200 + DAY)).toEqual(['EXPOSURE_AGED cancelling']);
    const signed = [by(7, 100), by(8, 110)];
    expect(kinds(begun, { signed }, 110 + HOUR)).toEqual(['EXPOSURE_AGED executable']);
  });

  it('is an execution that is neither settled nor mismatched, after an hour', () => {
    const executed = next(relayed, { kind: 'execute', execution });
    const executedAt = moment(300);
    expect(kinds(executed, { executedAt }, 300 + HOUR - 1)).toEqual([]);
    expect(kinds(executed, { executedAt }, 300 + HOUR)).toEqual(['SETTLEMENT_AGED executed']);
  });
});

const burn = (at: UnixSeconds) => ({
  ...{
    safeTxHash: word(10),
    effectsDigest: word(11),
    words: 'Burn nonce 42',
    expiresAt: unixSeconds(at + HOUR),
  },
});
const EVENTS: readonly ((at: UnixSeconds) => TransferEvent)[] = [
  () => ({ kind: 'sign', signers: [account(7), account(8)] }),
  () => ({ kind: 'submit', submission }),
  () => ({ kind: 'execute', execution }),
  () => ({ kind: 'reorganise' }),
  () => ({ kind: 'settle', judged }),
  () => ({ kind: 'mismatch', reasons: [...reasons], judged }),
  () => ({ kind: 'supersede', nonceNow: 43n }),
  (at) => ({ kind: 'begin-cancel', by: asker, why: 'wrong', at }),
  (at) => ({ kind: 'begin-cancel', by: 'system', why: 'expired', at }),
  (at) => ({ kind: 'clear-cancel', burn: burn(at) }),
  () => ({ kind: 'reopen-cancel' }),
  (at) => ({ kind: 'take-over-cancel', at }),
  () => ({ kind: 'confirm-cancel', by: confirmer }),
  () => ({ kind: 'sign-cancel', signers: [account(7), account(8)] }),
  () => ({ kind: 'submit-cancel', submission }),
  () => ({ kind: 'resume' }),
  () => ({ kind: 'burn', execution, judged, reasons: [] }),
];

function step(transfer: Transfer, event: TransferEvent): Transfer | undefined {
  try {
    return next(transfer, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'STATE_CONFLICT') return undefined;
    throw error;
  }
}

/** When the system acts by itself: expiry starts a cancel, a cancel that nobody answers goes back or is examined anew. */
function ownAct(transfer: Transfer): UnixSeconds | undefined {
  if (transfer.state !== 'cancelling')
    return transfer.state === 'executed' ? undefined : transfer.intent.expiresAt;
  const { cancel } = transfer.evidence;
  if (cancel.stage === 'asked') return unixSeconds(cancel.at + HOUR);
  return cancel.stage === 'cleared' ? cancel.burn.expiresAt : undefined;
}

const walk = fc.array(fc.record({ event: fc.nat(EVENTS.length - 1), wait: fc.nat(DAY) }), { maxLength: 40 });

describe('A transfer after its relay', () => {
  it('invariants 12 and 25: stands in no state for ever without a finding and a way out', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(walk, fc.array(fc.constantFrom(7, 8), { maxLength: 3 }), (events, owners) => {
        let transfer = started();
        let now = moment(60);
        let executedAt: UnixSeconds | undefined;
        for (const { event, wait } of events) {
          const after = step(transfer, (EVENTS[event] as (typeof EVENTS)[number])(now));
          if (!after) continue;
          now = unixSeconds(now + wait);
          executedAt = after.state === 'executed' ? now : undefined;
          transfer = after;
          if (hasEnded(transfer.state)) return;
          seen.add(transfer.state === 'cancelling' ? transfer.evidence.cancel.stage : transfer.state);
          expect(EVIDENCE[transfer.state].safeParse(stored(transfer)).success).toBe(true);
          // A way out.
          const ends = EVENTS.filter((each) => {
            const end = step(transfer, each(now));
            return end !== undefined && hasEnded(end.state);
          });
          expect(ends.length).toBeGreaterThan(0);
          // And, if nothing comes of it, somebody acts or hears of it by a moment that is known.
          const signed = owners.map((owner, place) => by(owner, 60 + place));
          const found = dues(transfer, { signed, threshold, executedAt });
          const moments = [...found.map(({ due }) => due), ownAct(transfer) ?? []].flat();
          expect(moments.length).toBeGreaterThan(0);
          expect(Math.min(...moments)).toBeLessThanOrEqual(now + 2 * DAY);
          // What is signed, cancelled or executed is a finding in the end, whatever the system does by itself.
          if (owners.length > 0 || transfer.state !== 'relayed') expect(found).not.toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
    expect([...seen].sort()).toEqual([
      ...['asked', 'cleared', 'confirmed', 'executed', 'relayed', 'signed', 'submitted'],
    ]);
  });

  it('invariant 12: is never a finding at its end', () => {
    for (const event of [EVENTS[2], EVENTS[6]] as (typeof EVENTS)[number][]) {
      const after = next(relayed, event(moment(60)));
      const ended = after.state === 'executed' ? next(after, { kind: 'settle', judged }) : after;
      expect(hasEnded(ended.state)).toBe(true);
      expect(dues(ended, { signed: [by(7, 1), by(8, 1)], threshold })).toEqual([]);
    }
  });
});

/** Evidence as the schema reads it. */
function stored({ evidence }: Transfer): unknown {
  return JSON.parse(
    JSON.stringify(evidence, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  );
}
