import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TOO_FEW_COUNT } from '../signatures/counting-signatures.js';
import { isStoppedByFreeze } from './stopped-by-freeze.js';
import { ENDED, type Transfer, hasEnded } from './transfer.js';
import { maskedWaits } from './masked-waits.js';
import { type Awaited, NOBODY } from './awaited.js';
import { nextStep, waitsFor } from './waits-for.js';
import {
  transferId,
  at,
  STATES,
  made,
  change,
  quorum,
  owners,
  frozen,
  required,
  facts,
  waits,
  HOUR,
  DAY,
  amos,
  tessa,
  rita,
} from '../../../test/builders/waiting-transfers.js';

describe(waitsFor.name, () => {
  it.each([
    ['requested', {}, 'DECISION', 'Waits to be decided'],
    [
      'needs-exception',
      {
        excepting: [
          { rule: 'per-transfer', words: 'It measures 80 ETH and allows 50 ETH.', awaited: quorum },
        ],
      },
      'EXCEPTION',
      'Waits for 1 more of treasury (Amos, Tessa) and 1 of risk (Rita) to except per-transfer: It measures 80 ETH and allows 50 ETH',
    ],
    ['needs-exception', {}, 'EXCEPTION', 'Waits to be decided again, held by per-transfer'],
    ['queued', {}, 'LANE', 'Enters the lane of Cold 1 next'],
    [
      'queued',
      { ahead: [transferId(1), transferId(2)] },
      'LANE',
      `Waits for the lane of Cold 1, which ${transferId(1)} holds; 1 more comes before it`,
    ],
    ['simulating', {}, 'EXAMINATION', 'Is examined (first in the lane)'],
    [
      'simulating',
      { looked: 'no node answers' },
      'EXAMINATION',
      'Is examined (first in the lane): no node answers',
    ],
    [
      'simulating',
      { failed: { code: 'SIMULATION_UNAVAILABLE', reason: 'the engine is down' } },
      'SIMULATION_UNAVAILABLE',
      'Is examined again and again: the engine is down',
    ],
    [
      'awaiting-confirmation',
      { awaited: quorum },
      'CONFIRMATIONS',
      'Waits for 1 more of treasury (Amos, Tessa) and 1 of risk (Rita)',
    ],
    [
      'awaiting-confirmation',
      { awaited: { groups: [{ group: 'risk', needed: 1, have: 0, people: [] }], people: [] } },
      'CONFIRMATIONS',
      'Waits for 1 of risk (nobody can)',
    ],
    [
      'awaiting-confirmation',
      { awaited: { groups: [{ group: 'risk', needed: 1, have: 0, people: [] }], people: [required(tessa)] } },
      'CONFIRMATIONS',
      'Waits for 1 of risk (nobody can), or Tessa, who make room for who has answered',
    ],
    ['awaiting-confirmation', {}, 'CONFIRMATIONS', 'Waits for the quorum, which is counted anew'],
    ['confirmed', {}, 'RELAY', 'Waits for the relay gate, which looks at everything once more'],
    [
      'confirmed',
      { failed: { code: 'LOG_UNCHECKED', reason: 'the log lags' } },
      'LOG_UNCHECKED',
      'Waits at the relay gate: the log lags',
    ],
    ['relayed', { awaited: owners }, 'OWNERS', 'Waits for 2 more of owners (Amos)'],
    ['signed', {}, 'SUBMISSION', 'Waits to be sent by the relayer'],
    ['submitted', { looked: 'fees rise' }, 'EXECUTION', 'Was sent, and waits to be mined: fees rise'],
    ['asked', {}, 'CANCEL_EXAMINATION', 'Its cancel is examined'],
    [
      'cleared',
      { awaited: { groups: [], people: quorum.people } },
      'CANCEL_CONFIRMATION',
      'Waits for one person to confirm that its nonce is burnt (Amos, Tessa, Rita)',
    ],
    [
      'cancel confirmed',
      { awaited: owners },
      'CANCEL_OWNERS',
      'Waits for 2 more of owners (Amos) to burn its nonce',
    ],
    ['cancel signed', {}, 'CANCEL_SUBMISSION', 'Waits until the relayer sends its cancel'],
    ['cancel submitted', {}, 'CANCEL_EXECUTION', 'Its cancel was sent, and waits to be mined and final'],
    [
      'executed',
      { looked: 'no final block yet' },
      'FINALITY',
      'Was executed in block 9, and waits until that is final and compared: no final block yet',
    ],
  ] as const)('%s %#: says %s', (state, parts, code, sentence) => {
    expect(waits(state, parts)).toMatchObject({ code, sentence });
  });

  it('says since when and until when', () => {
    expect(waits('queued')).toMatchObject({ since: at(100), expiresAt: at(DAY) });
    expect(waits('simulating')).toMatchObject({ since: at(30) });
    expect(waits('executed')).toMatchObject({ since: at(100), expiresAt: null });
    expect(waits('asked')).toMatchObject({ since: at(HOUR), expiresAt: at(2 * HOUR) });
    expect(waits('cancel confirmed')).toMatchObject({ expiresAt: null });
  });

  it('names the transfer before it, and its place', () => {
    const behind = { transfer: transferId(2), place: 2 };
    expect(waits('queued', { ahead: [transferId(1), transferId(2)] }).behind).toEqual(behind);
  });

  it.each(['relayed', 'signed', 'submitted'] as const)('%s: says what holds it up first', (state) => {
    const hold = { code: 'DEST_COOLING_OFF', reason: 'the entry is new', since: at(500) } as const;
    const said = { code: 'DEST_COOLING_OFF', sentence: 'Is held up: the entry is new', since: at(500) };
    expect(waits(state, { hold })).toMatchObject(said);
  });

  describe.each(['relayed', 'signed', 'submitted'] as const)(
    '%s, and only signatures are missing',
    (state) => {
      const code = 'OWNER_SIGNATURE_REVOKED' as const;
      const hold = { code, reason: 'that of Otto counts no more', since: at(500) };
      const people = owners.people;

      it('asks the other owners, and says whose signature does not count', () => {
        expect(waits(state, { hold, awaited: owners })).toMatchObject({
          code: 'OWNER_SIGNATURE_REVOKED',
          sentence: 'Waits for 2 more of owners (Amos): that of Otto counts no more',
          since: at(500),
          people,
          groups: [{ group: 'owners', needed: 3, have: 1 }],
        });
        const lost = 'those of Otto and Odile count no more';
        expect(waits(state, { hold, awaited: { ...owners, lost } }).sentence).toMatch(lost);
        const short = { ...hold, code: 'QUORUM' as const, reason: TOO_FEW_COUNT };
        expect(waits(state, { hold: short, awaited: owners })).toMatchObject({ code: 'QUORUM', people });
      });

      it.each([
        ['the policy asks for more confirmations', { code: 'QUORUM' as const, reason: 'more of treasury' }],
        ['something else', { code: 'DEST_COOLING_OFF' as const, reason: 'the entry is new' }],
      ])('asks nobody while %s stops it', (_, other) => {
        const found = waits(state, { hold: { ...hold, ...other }, awaited: owners });
        expect([found.people, found.groups]).toEqual([[], []]);
      });

      it('asks nobody once enough count again', () => {
        expect(waits(state, { hold })).toMatchObject({ sentence: `Is held up: ${hold.reason}`, people: [] });
      });
    },
  );

  it('of several rules, everybody and what most is missing of each group', () => {
    const excepting = [
      { rule: 'one', words: 'a', awaited: quorum },
      { rule: 'two', words: 'b', awaited: owners },
    ];
    const { groups, people } = waits('needs-exception', { excepting });
    expect(groups.map(({ group }) => group)).toEqual(['treasury', 'risk', 'owners']);
    expect(people).toEqual(quorum.people);
  });

  it.each(Object.keys(STATES) as (keyof typeof STATES)[])(
    '%s: a freeze comes first exactly where it stops the next step',
    (state) => {
      const step = nextStep(STATES[state]);
      const isFirst = waitsFor(STATES[state], facts({ frozen }))?.code === 'SAFE_FROZEN';
      expect(isFirst).toBe(step !== undefined && isStoppedByFreeze(step));
    },
  );

  describe('a freeze', () => {
    const by = 'Waits until a quorum lifts the freeze: Cold 1 is frozen by Rita: 777777 wei look wrong';
    const first: Awaited = {
      groups: [{ group: 'governance', needed: 2, have: 0, people: [required(rita), required(tessa)] }],
      people: [required(amos)],
    };
    const many = [1, 2, 3, 4, 5].map((at) => ({ ...required(amos), name: `Amos ${String(at)}` }));
    it.each([
      [
        'is lifted by a new change',
        { kind: 'unproposed', change: null, awaited: first },
        'no change that lifts it is proposed: Amos may propose one, and it needs 2 of governance (Rita, Tessa)',
        first,
      ],
      [
        'names nobody where nearly everybody may propose one',
        { kind: 'unproposed', change: null, awaited: { ...first, people: many } },
        'no change that lifts it is proposed: 5 people may propose one, and it needs 2 of governance (Rita, Tessa)',
        { ...first, people: many },
      ],
      [
        'is lifted by the change that is proposed',
        { kind: 'proposed', change, awaited: quorum },
        `change ${change} lifts it, and needs 1 more of treasury (Amos, Tessa) and 1 of risk (Rita)`,
        quorum,
      ],
      [
        'ends by itself once its change is approved',
        { kind: 'approved', change, activeFrom: at(HOUR) },
        `change ${change} lifts it, from 2027-01-15T09:00:00Z on`,
        NOBODY,
      ],
    ] as const)('%s: says so, and whom that takes', (_, end, words, awaited) => {
      const found = waits('confirmed', { frozen: { ...frozen, end } });
      expect(found).toMatchObject({
        ...{ code: 'SAFE_FROZEN', sentence: `${by}; ${words}`, since: at(100), people: awaited.people },
        freeze: { ...made, change: end.change },
      });
      expect(found.groups.map(({ group }) => group)).toEqual(awaited.groups.map(({ group }) => group));
    });

    it('tells of others that stand, of all Safes, and of one that Sluice made', () => {
      const all = { ...frozen, scope: 'all' as const, standing: 3, actor: 'system', actorName: null };
      expect(waits('relayed', { frozen: all }).sentence).toMatch(
        /: every Safe is frozen by Sluice: .*; 2 more freezes stand$/,
      );
    });

    it('is told of a transfer that waits for the lane, which it lets in', () => {
      const ahead = [transferId(1)];
      const found = waits('queued', { frozen, ahead });
      expect(found).toMatchObject({ code: 'LANE', people: [], freeze: { id: made.id, change } });
      expect(found.sentence).toMatch(/ holds, but Cold 1 is frozen by Rita: .*; change .* lifts it/);
      expect(waits('queued', { frozen }).sentence).toMatch(/^Enters the lane of Cold 1 next, but Cold 1 is /);
    });

    it.each(Object.keys(STATES) as (keyof typeof STATES)[])('%s: is named while it is unfinished', (name) => {
      const found = waitsFor(STATES[name], facts({ frozen }));
      expect(found?.freeze?.id).toBe(hasEnded(STATES[name].state) ? undefined : made.id);
    });

    it('has the code that a hold has, or one for all that are unknown', () => {
      const hold = { code: 'REGISTER_ALTERED', reason: 'act 7', since: at(1) } as const;
      expect(waits('relayed', { hold })).toMatchObject({ code: 'INTERNAL', freeze: null });
    });
  });

  it('every unfinished state waits for something, and no other', () => {
    for (const transfer of Object.values<Transfer>(STATES))
      expect(waitsFor(transfer, facts()) === null).toBe(hasEnded(transfer.state));
    const states = new Set(Object.values<Transfer>(STATES).map(({ state }) => state));
    expect([...ENDED].every((state) => states.has(state))).toBe(true);
  });
});

describe(maskedWaits.name, () => {
  it('has no words of rules, looks or freezes in it, whatever was gathered', () => {
    const secret = '777777 wei';
    const words = fc.constantFrom(null, { code: 'RPC_UNAVAILABLE' as const, reason: secret });
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values<Transfer>(STATES).filter(({ state }) => !hasEnded(state))),
        fc.record({
          frozen: fc.constantFrom(null, frozen),
          excepting: fc.constantFrom([], [{ rule: 'r', words: secret, awaited: quorum }]),
          failed: words,
          looked: fc.constantFrom(null, secret),
          awaited: fc.constantFrom(NOBODY, quorum),
          hold: words.map((each) => each && { ...each, since: at(5) }),
        }),
        (transfer, parts) => {
          const found = required(waitsFor(transfer, facts(parts)) ?? undefined);
          const masked = maskedWaits(found);
          expect(JSON.stringify(masked)).not.toContain(secret);
          const freeze = found.freeze && { ...found.freeze, reason: null };
          expect({ ...masked, sentence: '' }).toEqual({ ...found, sentence: '', freeze });
          expect(masked.sentence).not.toBe('');
        },
      ),
    );
  });

  it('keeps who is asked', () => {
    const masked = maskedWaits(waits('awaiting-confirmation', { awaited: quorum }));
    expect(masked.sentence).toBe(
      'Waits for confirmations: 1 more of treasury and 1 of risk (Amos, Tessa, Rita)',
    );
  });
});
