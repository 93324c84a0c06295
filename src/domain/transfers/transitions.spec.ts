import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { DomainError } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Intent, intentHash } from './intent.js';
import { EVIDENCE, type Transfer, type TransferIn, type TransferState, hasEnded } from './transfer.js';
import { type TransferEvent, next } from './transitions.js';

/** The whole diagram: what may happen to a transfer in each state, and where that leads. All else is a conflict. */
const DIAGRAM: Record<TransferState, Partial<Record<TransferEvent['kind'], TransferState>>> = {
  requested: {
    refuse: 'refused',
    hold: 'needs-exception',
    queue: 'queued',
    cancel: 'cancelled',
    expire: 'expired',
  },
  'needs-exception': {
    refuse: 'refused',
    hold: 'needs-exception',
    queue: 'queued',
    cancel: 'cancelled',
    expire: 'expired',
  },
  queued: { refuse: 'refused', 'enter-lane': 'simulating', cancel: 'cancelled', expire: 'expired' },
  simulating: { refuse: 'refused', clear: 'awaiting-confirmation', cancel: 'cancelled', expire: 'expired' },
  'awaiting-confirmation': {
    confirm: 'confirmed',
    reject: 'rejected',
    revise: 'simulating',
    cancel: 'cancelled',
    expire: 'expired',
  },
  confirmed: {
    reject: 'rejected',
    revise: 'simulating',
    relay: 'relayed',
    cancel: 'cancelled',
    expire: 'expired',
  },
  relayed: { sign: 'signed', 'begin-cancel': 'cancelling', execute: 'executed', supersede: 'superseded' },
  signed: { submit: 'submitted', 'begin-cancel': 'cancelling', execute: 'executed', supersede: 'superseded' },
  submitted: {
    submit: 'submitted',
    'begin-cancel': 'cancelling',
    execute: 'executed',
    supersede: 'superseded',
  },
  // Just asked for, by a person; the further stages are in cancelling.spec.ts.
  cancelling: {
    'clear-cancel': 'cancelling',
    resume: 'relayed',
    execute: 'executed',
    supersede: 'superseded',
  },
  // It was executed while it was relayed; a reorganisation leads back there.
  executed: { execute: 'executed', reorganise: 'relayed', settle: 'settled', mismatch: 'mismatched' },
  settled: {},
  mismatched: {},
  superseded: {},
  refused: {},
  cancelled: {},
  rejected: {},
  expired: {},
};

const STATES = Object.keys(DIAGRAM) as TransferState[];
const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const person = parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051');
const at = unixSeconds(1_800_000_000);
const reasons = [{ code: 'SIM_REVERT', reason: 'it reverts' }] as const;
const cleared = {
  nonce: 42n,
  words: 'Send 5 wei',
  safeTxHash: word(1),
  effectsDigest: word(2),
  policyHash: word(3),
  exceptions: [],
  tier: 'small',
  require: [{ group: 'treasury', count: 1 }],
};
const execution = { transactionHash: word(4), blockNumber: 9n, blockHash: word(5), executor: account(6) };

const burn = { safeTxHash: word(10), effectsDigest: word(11), words: 'Burn nonce 42', expiresAt: at };

const judged = { record: word(9), notes: [], approvals: [] };

const EVENTS: { readonly [K in TransferEvent['kind']]: Extract<TransferEvent, { kind: K }> } = {
  refuse: { kind: 'refuse', reasons },
  hold: { kind: 'hold', rules: ['per-transfer'] },
  queue: { kind: 'queue' },
  'enter-lane': { kind: 'enter-lane', at },
  clear: { kind: 'clear', cleared },
  confirm: { kind: 'confirm', confirmedBy: [person] },
  reject: { kind: 'reject', by: person, why: 'not ours' },
  revise: { kind: 'revise', because: 'the nonce moved', at },
  relay: { kind: 'relay', at },
  sign: { kind: 'sign', signers: [account(7)] },
  submit: { kind: 'submit', submission: { transactionHash: word(8), rawTransaction: '0x02' } },
  execute: { kind: 'execute', execution },
  reorganise: { kind: 'reorganise' },
  settle: { kind: 'settle', judged },
  mismatch: { kind: 'mismatch', judged, reasons },
  supersede: { kind: 'supersede', nonceNow: 43n },
  cancel: { kind: 'cancel', by: person, why: 'changed my mind' },
  expire: { kind: 'expire' },
  'begin-cancel': { kind: 'begin-cancel', by: person, why: 'wrong amount', at },
  'clear-cancel': { kind: 'clear-cancel', burn },
  'reopen-cancel': { kind: 'reopen-cancel' },
  'take-over-cancel': { kind: 'take-over-cancel', at },
  'confirm-cancel': { kind: 'confirm-cancel', by: person },
  'sign-cancel': { kind: 'sign-cancel', signers: [account(7)] },
  'submit-cancel': {
    kind: 'submit-cancel',
    submission: { transactionHash: word(8), rawTransaction: '0x02' },
  },
  resume: { kind: 'resume' },
  burn: { kind: 'burn', execution, judged: undefined, reasons: [] },
};
const ALL_EVENTS: readonly TransferEvent[] = Object.values(EVENTS);

const intent: Intent = {
  safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'),
  chainId: 1,
  safe: account(1),
  assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'),
  asset: account(0),
  destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'),
  destination: account(2),
  amount: amountOf(5n),
  reference: 'refill',
  requesterId: person,
  salt: word(9),
  expiresAt: at,
};
const requested: TransferIn<'requested'> = {
  id: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'),
  intent,
  intentHash: intentHash(intent),
  intentSignature: '0x00',
  revision: 0,
  createdAt: at,
  state: 'requested',
  evidence: {},
};

const start = (): Transfer => requested;

/** The next transfer, or undefined where the event does not apply. */
function step(transfer: Transfer, event: TransferEvent): Transfer | undefined {
  try {
    return next(transfer, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'STATE_CONFLICT') return undefined;
    throw error;
  }
}

/** One transfer in every state that any order of events leads to, found breadth first. */
function walk(avoid?: TransferState): ReadonlyMap<TransferState, Transfer> {
  const found = new Map<TransferState, Transfer>([['requested', requested]]);
  for (const transfer of found.values()) {
    for (const event of ALL_EVENTS) {
      const after = step(transfer, event);
      if (after && after.state !== avoid && !found.has(after.state)) found.set(after.state, after);
    }
  }
  return found;
}

const reached = walk();

function inState(state: TransferState): Transfer {
  const transfer = reached.get(state);
  if (!transfer) throw new Error(`nothing leads to ${state}`);
  return transfer;
}

describe(next.name, () => {
  it('leads to every state that a transfer can have', () => {
    expect([...reached.keys()].sort()).toEqual(Object.keys(EVIDENCE).sort());
  });

  it.each(['relayed', 'signed', 'submitted'] as const)(
    'invariant 23: a reorganisation leads an executed transfer back to %s, with the evidence that it had there',
    (state) => {
      const transfer = inState(state);
      const executed = next(transfer, EVENTS.execute);
      const elsewhere = { ...execution, blockHash: word(6), blockNumber: 10n };
      const moved = next(executed, { kind: 'execute', execution: elsewhere });
      expect(moved).toMatchObject({ state: 'executed', evidence: { execution: elsewhere } });
      for (const each of [executed, moved]) expect(next(each, EVENTS.reorganise)).toEqual(transfer);
    },
  );

  it.each(STATES)('invariant 12: from %s leads exactly where the diagram says', (state) => {
    const transfer = inState(state);
    const actual = ALL_EVENTS.flatMap((event) => {
      const after = step(transfer, event);
      return after ? [[event.kind, after.state]] : [];
    });
    expect(Object.fromEntries(actual)).toEqual(DIAGRAM[state]);
  });

  it.each(['awaiting-confirmation', 'confirmed'] as const)(
    'invariant 8: without passing %s nothing is relayed, signed, submitted or executed',
    (state) => {
      const without = walk(state);
      for (const beyond of ['relayed', 'signed', 'submitted', 'executed', 'settled'] as const) {
        expect(without.has(beyond)).toBe(false);
      }
    },
  );

  it('invariant 8: no order of events relays what was not cleared and then confirmed in this revision', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALL_EVENTS), { minLength: 5, maxLength: 60 }), (events) => {
        let transfer = start();
        let confirmedRevision: number | undefined;
        for (const event of events) {
          transfer = step(transfer, event) ?? transfer;
          if (transfer.state === 'confirmed') confirmedRevision = transfer.revision;
          if (transfer.state === 'relayed') expect(confirmedRevision).toBe(transfer.revision);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('every state that is no end has a way to an end', () => {
    for (const state of STATES.filter((each) => !hasEnded(each))) {
      const seen = new Set<TransferState>([state]);
      for (const each of seen) for (const to of Object.values(DIAGRAM[each])) seen.add(to);
      expect([...seen].some(hasEnded)).toBe(true);
    }
  });

  it('an ended transfer takes no event', () => {
    for (const state of STATES.filter(hasEnded)) {
      for (const event of ALL_EVENTS) expect(step(inState(state), event)).toBeUndefined();
    }
  });

  it.each(['relayed', 'signed', 'submitted', 'executed'] as const)(
    'invariant 12: a transfer that is %s can be neither cancelled, rejected, revised nor left to expire',
    (state) => {
      for (const kind of ['cancel', 'expire', 'reject', 'revise', 'refuse'] as const) {
        expect(() => next(inState(state), EVENTS[kind])).toThrow(
          `a transfer that is ${state} cannot ${kind}`,
        );
      }
    },
  );

  it('invariant 9: only a clearance makes a new revision, and a revised transfer keeps no confirmation', () => {
    for (const transfer of reached.values()) {
      for (const event of ALL_EVENTS) {
        const after = step(transfer, event);
        if (!after) continue;
        expect(after.revision).toBe(transfer.revision + (event.kind === 'clear' ? 1 : 0));
      }
    }
    expect(next(inState('confirmed'), EVENTS.revise).evidence).toEqual({
      because: 'the nonce moved',
      since: at,
    });
  });

  it('changes nothing but state, evidence and revision, and never the transfer that it was given', () => {
    for (const transfer of reached.values()) {
      const before = structuredClone(transfer);
      for (const event of ALL_EVENTS) {
        const after = step(transfer, event);
        const { id, intent: same, intentHash: hash, intentSignature, createdAt } = after ?? transfer;
        expect({ id, intent: same, hash, intentSignature, createdAt }).toEqual({
          id: requested.id,
          intent,
          hash: requested.intentHash,
          intentSignature: requested.intentSignature,
          createdAt: requested.createdAt,
        });
      }
      expect(transfer).toEqual(before);
    }
  });

  it('writes for every state evidence that can be stored and read back', () => {
    for (const { state, evidence } of reached.values()) {
      const stored = JSON.stringify(evidence, (_key, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      expect(EVIDENCE[state].parse(JSON.parse(stored))).toEqual(evidence);
    }
  });

  it('carries what was cleared from the clearance to the end', () => {
    for (const state of [
      'awaiting-confirmation',
      'confirmed',
      'relayed',
      'signed',
      'submitted',
      'executed',
    ] as const) {
      expect(inState(state).evidence).toMatchObject({ cleared });
    }
    for (const state of ['settled', 'mismatched', 'superseded'] as const) {
      expect(inState(state).evidence).toMatchObject({ cleared });
    }
  });

  it('keeps every submission, so that a restart sends the same bytes again', () => {
    const second = { transactionHash: word(10), rawTransaction: '0x03' };
    const submitted = next(inState('submitted'), { kind: 'submit', submission: second });
    expect(submitted.evidence).toMatchObject({ submissions: [EVENTS.submit.submission, second] });
  });
});
