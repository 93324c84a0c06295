import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { DomainError } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type CancelEvent, cancelling } from './cancelling.js';
import { intentHash } from './intent.js';
import { EVIDENCE, type CancelAs, type Transfer, type TransferIn } from './transfer.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const [asker, confirmer] = [
  parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'),
  parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8052'),
];
const at = unixSeconds(1_800_000_000);
const submission = { transactionHash: word(8), rawTransaction: '0x02' };
const execution = { transactionHash: word(4), blockNumber: 9n, blockHash: word(5), executor: account(6) };
const burn = { safeTxHash: word(10), effectsDigest: word(11), words: 'Burn nonce 42', expiresAt: at };
const cleared = {
  ...{ nonce: 42n, words: 'Send 5 wei', safeTxHash: word(1), effectsDigest: word(2), policyHash: word(3) },
  ...{ exceptions: [], tier: 'small', require: [{ group: 'treasury', count: 1 }] },
};
const intent = {
  ...{ safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'), chainId: 1, safe: account(1) },
  ...{ assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'), asset: account(0) },
  ...{ destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'), destination: account(2) },
  ...{ amount: amountOf(5n), reference: 'refill', requesterId: asker, salt: word(9), expiresAt: at },
};
const common = {
  ...{ id: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'), intent, intentHash: intentHash(intent) },
  ...{ intentSignature: '0x00' as const, revision: 1, createdAt: at },
};
const relayed: readonly Transfer[] = [
  { ...common, state: 'relayed', evidence: { cleared, relayedAt: at } },
  { ...common, state: 'signed', evidence: { cleared, signers: [account(7)] } },
  { ...common, state: 'submitted', evidence: { cleared, submissions: [submission] } },
];

const begin = (by: 'system' | typeof asker): CancelEvent => ({ kind: 'begin-cancel', by, why: 'wrong', at });
const EVENTS: readonly CancelEvent[] = [
  { kind: 'clear-cancel', burn },
  { kind: 'reopen-cancel' },
  { kind: 'take-over-cancel', at },
  { kind: 'confirm-cancel', by: confirmer },
  { kind: 'sign-cancel', signers: [account(7)] },
  { kind: 'submit-cancel', submission },
  { kind: 'resume' },
  { kind: 'burn', execution, judged: undefined, reasons: [] },
];

/** By stage: what may happen to the cancel, and where that leads. All else is a conflict. */
const DIAGRAM: Record<CancelAs['stage'], Partial<Record<CancelEvent['kind'], string>>> = {
  asked: { 'clear-cancel': 'cleared', resume: 'back' },
  cleared: { 'confirm-cancel': 'confirmed', resume: 'back' },
  confirmed: { 'sign-cancel': 'signed', 'take-over-cancel': 'asked', burn: 'cancelled' },
  signed: { 'submit-cancel': 'submitted', 'take-over-cancel': 'asked', burn: 'cancelled' },
  submitted: { 'submit-cancel': 'submitted', burn: 'cancelled' },
};
/** The system's own is never taken back; it is examined anew. */
const OF_SYSTEM: typeof DIAGRAM = {
  ...DIAGRAM,
  asked: { 'clear-cancel': 'cleared' },
  cleared: { 'confirm-cancel': 'confirmed', 'reopen-cancel': 'asked' },
};

function step(transfer: Transfer, event: CancelEvent): Transfer | undefined {
  try {
    return cancelling(transfer, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'STATE_CONFLICT') return undefined;
    throw error;
  }
}

function wordOf(after: Transfer): string {
  if (after.state === 'cancelling') return after.evidence.cancel.stage;
  return after.state === 'cancelled' ? after.state : 'back';
}

/** One transfer in each stage, found by walking. */
function stages(by: 'system' | typeof asker, from: Transfer): readonly TransferIn<'cancelling'>[] {
  const found = new Map<string, TransferIn<'cancelling'>>();
  const queue = [cancelling(from, begin(by))];
  for (const each of queue) {
    if (each.state !== 'cancelling' || found.has(each.evidence.cancel.stage)) continue;
    found.set(each.evidence.cancel.stage, each);
    queue.push(...EVENTS.flatMap((event) => step(each, event) ?? []));
  }
  return [...found.values()];
}

describe(cancelling.name, () => {
  it.each([
    ['a person', asker, DIAGRAM],
    ['the system', 'system' as const, OF_SYSTEM],
  ])(
    'invariant 12: a cancel that %s asked for takes exactly the steps of the diagram',
    (_who, by, diagram) => {
      for (const from of relayed) {
        const all = stages(by, from);
        expect(all.map(({ evidence }) => evidence.cancel.stage).sort()).toEqual(Object.keys(diagram).sort());
        for (const transfer of all) {
          const actual = EVENTS.flatMap((event) => {
            const after = step(transfer, event);
            return after ? [[event.kind, wordOf(after)]] : [];
          });
          expect(Object.fromEntries(actual)).toEqual(diagram[transfer.evidence.cancel.stage]);
        }
      }
    },
  );

  it('goes back to exactly where the transfer stood', () => {
    for (const from of relayed)
      expect(cancelling(cancelling(from, begin(asker)), { kind: 'resume' })).toEqual(from);
  });

  it('begins only where owners can have signed, and once', () => {
    const begun = cancelling(relayed[0] as Transfer, begin(asker));
    expect(step(begun, begin(asker))).toBeUndefined();
    const { state: _state, evidence: _evidence, ...rest } = begun;
    expect(
      step({ ...rest, state: 'confirmed', evidence: { cleared, confirmedBy: ['x'] } }, begin(asker)),
    ).toBeUndefined();
  });

  it('invariant 8: nothing burns the nonce in the name of a cancel that nobody confirmed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }),
        fc.boolean(),
        (events, isSystem) => {
          let transfer = cancelling(relayed[1] as Transfer, begin(isSystem ? 'system' : asker));
          let isConfirmed = false;
          for (const event of events) {
            const after = step(transfer, event);
            isConfirmed ||= after !== undefined && event.kind === 'confirm-cancel';
            if (after?.state === 'cancelled') expect(isConfirmed).toBe(true);
            transfer = after ?? transfer;
          }
        },
      ),
    );
  });

  it("is Sluice's own once its confirmation no longer counts, and needs another one", () => {
    const steps: readonly CancelEvent[] = [
      begin(asker),
      { kind: 'clear-cancel', burn },
      { kind: 'confirm-cancel', by: confirmer },
      { kind: 'take-over-cancel', at: unixSeconds(at + 9) },
    ];
    const taken = steps.reduce<Transfer>(cancelling, relayed[1] as Transfer);
    expect(taken.evidence).toMatchObject({
      stood: { state: 'signed' },
      cancel: { stage: 'asked', by: 'system', why: 'its confirmation no longer counts', at: at + 9 },
    });
    expect(step(taken, { kind: 'resume' })).toBeUndefined();
    expect(step(taken, { kind: 'sign-cancel', signers: [account(7)] })).toBeUndefined();
  });

  it('writes evidence in every stage that can be stored and read back', () => {
    for (const each of relayed.flatMap((from) => stages(asker, from))) {
      const stored = JSON.stringify(each.evidence, (_key, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      expect(EVIDENCE.cancelling.parse(JSON.parse(stored))).toEqual(each.evidence);
    }
  });
});
