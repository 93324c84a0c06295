import { describe, expect, it } from '@jest/globals';
import { actsOf } from '../../console/pages/transfer/acts-of.js';
import { readTransferSearch } from '../../console/pages/transfer/transfer-search.js';
import type { WayFacts } from '../../console/pages/transfer/way-facts.js';
import { wayOf } from '../../console/pages/transfer/way-of.js';
import { whyOf } from '../../console/pages/transfer/why-of.js';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { cleared, reason, shown } from './shown-detail.js';

const AT = '2026-11-30T12:00:00Z';

const uuid = (n: number) => `01890a5d-ac96-774b-bcce-0000000000${String(n).padStart(2, '0')}`;
let count = 10;
const person = (name: string, ...groups: string[]) => ({ id: `per_${uuid((count += 1))}`, name, groups });
const [ada, amos, rita, clara, otto] = [
  person('Ada', 'treasury'),
  person('Amos', 'treasury'),
  person('Rita', 'risk'),
  person('Clara', 'compliance'),
  person('Otto', 'owners'),
];
const people = [ada, amos, rita, otto];

const waits = (code: string, sentence: string, more: object = {}) => ({
  ...{
    code,
    sentence,
    people: [],
    groups: [],
    behind: null,
    freeze: null,
    since: AT,
    expiresAt: AT,
    ...more,
  },
});
const awaiting = shown({
  waitsFor: waits('CONFIRMATIONS', 'Waits for 1 of risk (Rita) and 1 more of treasury (Amos)', {
    people: [amos, rita],
    groups: [
      { group: 'risk', needed: 1, have: 0 },
      { group: 'treasury', needed: 2, have: 1 },
    ],
  }),
});
const answer = (who: { id: string; name: string }, more: object = {}) => ({
  ...{ person: who.id, personName: who.name, decision: 'confirm', reason: '', revision: 1 },
  ...{ status: 'counts', staleBecause: null, at: AT, id: who.id, digest: '', signature: '0x', ...more },
});
const entry = (gate: string, sentence = '', outcome = 'success') => ({
  ...{ gate, sentence, outcome, at: AT, actor: 'system', actorName: null, entry: '1' },
});
const facts = (transfer: TransferDetail, gates: readonly string[] = []): WayFacts => ({
  ...{ transfer, threshold: 3, people },
  timeline: gates.map((gate) => entry(gate)) as unknown as WayFacts['timeline'],
});
const steps = (...args: Parameters<typeof facts>) =>
  wayOf(facts(...args)).map(({ name, kind }) => `${kind} ${name}`);

describe(wayOf.name, () => {
  it('shows what is done, what is in hand, and what comes', () => {
    expect(steps(awaiting, ['requested', 'decided', 'simulated'])).toEqual([
      ...['done requested', 'done decided', 'done simulated', 'now confirming'],
      ...['next relayed', 'next signed', 'next executed', 'next settled'],
    ]);
  });

  it('puts people at their gate: who has answered, whose answer is stale and why, and who could fill each place', () => {
    const stale = answer(amos, {
      ...{ status: 'stale', revision: 1 },
      staleBecause: { reason: 'the nonce is 7 now', at: AT, by: 'system' },
    });
    const transfer = shown({
      ...awaiting,
      revision: 2,
      confirmations: [stale, answer(ada, { revision: 2 })],
    });
    const now = wayOf(facts(transfer)).find(({ kind }) => kind === 'now');
    expect(
      now?.answers.map(({ kind, words, could }) => [kind, words, could.map(({ name }) => name)]),
    ).toEqual([
      ['stale', 'Amos confirmed revision 1; stale, by the system: the nonce is 7 now', []],
      ['yes', 'Ada confirmed revision 2', []],
      ['open', '1 of risk', ['Rita']],
      ['open', '1 of treasury', ['Amos']],
    ]);
  });

  it('shows exceptions and the lane only where there are any', () => {
    const held = shown({
      ...{ state: 'needs-exception', evidence: { state: 'needs-exception', rules: ['eth-per-transfer'] } },
    });
    expect(steps(held)).toContain('now excepted');
    const queued = shown({
      ...{ state: 'queued', evidence: { state: 'queued' }, lane: { position: 3, ahead: ['a', 'b'] } },
    });
    expect(wayOf(facts(queued)).find(({ kind }) => kind === 'now')?.words).toBe(
      '2 before it in the lane of its Safe',
    );
  });

  it('ends where the transfer ended, and says why', () => {
    const rejected = shown({
      ...{ state: 'rejected', evidence: { state: 'rejected', by: ada.id, why: 'no ticket' } },
      confirmations: [answer(ada, { decision: 'reject' })],
    });
    const way = wayOf(facts(rejected, ['requested', 'decided', 'simulated', 'ended']));
    expect(way.at(-1)).toMatchObject({ kind: 'stopped', name: 'rejected', words: 'by Ada: “no ticket”' });
    expect(way.map(({ name }) => name)).toEqual(['requested', 'decided', 'simulated', 'rejected']);
    expect(
      steps(shown({ state: 'expired', evidence: { state: 'expired' } }), ['requested', 'decided']),
    ).toEqual(['done requested', 'done decided', 'ended expired']);
  });

  it('names the rules that refused it in the place of the decision', () => {
    const refused = shown({
      ...{
        state: 'refused',
        evidence: { state: 'refused', reasons: [{ code: 'LIMIT_WINDOW', reason: 'x.' }] },
      },
      decision: { ...cleared.decision, reasons: [reason({ rule: 'eth-per-day', outcome: 'deny' })] },
    });
    expect(wayOf(facts(refused, ['requested', 'decided', 'ended'])).map(({ words }) => words)).toEqual([
      'Tessa, intent signed by a wallet',
      'by policy 1: eth-per-day',
    ]);
  });

  it('takes a settled transfer through all gates', () => {
    const gates = [
      'requested',
      'decided',
      'simulated',
      'confirmed',
      'relayed',
      'submitted',
      'executed',
      'settled',
    ];
    const execution = { transactionHash: '0x', blockNumber: '16', blockHash: '0x', executor: '0x' };
    const evidence = { ...cleared.evidence, state: 'settled', execution };
    expect(steps(shown({ state: 'settled', evidence }), gates)).toEqual([
      ...['done requested', 'done decided', 'done simulated', 'done confirmed'],
      ...['done relayed', 'done signed', 'done executed', 'done settled'],
    ]);
  });
});

describe(whyOf.name, () => {
  it('says what it waits for, whether that is the reader, and what comes then', () => {
    expect(whyOf(awaiting, rita.id)).toEqual({
      lead: 'It waits for 1 of risk (Rita) and 1 more of treasury (Amos).',
      ...{ isEnd: false, you: 'You are one of them.', rest: 'Then the owners of Cold 1 are asked to sign.' },
    });
    expect(whyOf(awaiting, cleared.requester).you).toBeNull();
  });

  it('says of every end what became of the money', () => {
    const end = (state: string, more: object) =>
      Object.values(whyOf(shown({ state, evidence: { state, ...more } }), '')).join(' ');
    expect(end('expired', {})).toContain('Nothing was sent');
    expect(end('rejected', { by: 'system', why: 'no' })).toContain('Sluice rejected it: “no”');
    expect(end('cancelled', { by: cleared.requester, why: 'typo' })).toContain('Tessa cancelled it');
    expect(end('mismatched', { reasons: [] })).toContain('frozen');
    expect(end('superseded', { nonceNow: '9' })).toContain('can never be executed');
  });

  it('leaves a freeze that comes later on the way to the block below, whatever its reason says', () => {
    const queued = (scope: string, what: string) => {
      const sentence = `Waits for the lane of Cold 1, which tr_1 holds, but ${what} is frozen by Ada: seen, but not understood; no change that lifts it is proposed`;
      return shown({ waitsFor: waits('LANE', sentence, { freeze: { scope } }) });
    };
    for (const transfer of [queued('all', 'every Safe'), queued('safe_1', 'Cold 1')])
      expect(whyOf(transfer, person('Tessa').id).lead).toBe(
        'It waits for the lane of Cold 1, which tr_1 holds.',
      );
  });

  it('counts the rules that say no, and those that nobody can waive', () => {
    const reasons = [
      reason({ rule: 'a', outcome: 'deny', waivable: true }),
      reason({ rule: 'b', outcome: 'deny' }),
    ];
    const refused = shown({
      ...{ state: 'refused', evidence: { state: 'refused', reasons: [] } },
      decision: { ...cleared.decision, reasons },
    });
    expect(whyOf(refused, '').rest).toBe('Two rules say no, one of them without any exception.');
  });
});

describe(actsOf.name, () => {
  const roles = ['approver'] as const;
  const acts = (transfer: TransferDetail, id: string, has: readonly string[] = roles) =>
    actsOf(transfer, { id, roles: [...has] as never, groups: ['treasury'] }).map(({ act }) => act);

  it('offers a confirmation to whom it waits for, the no first, and to nobody else', () => {
    expect(acts(awaiting, rita.id)).toEqual(['reject', 'confirm']);
    expect(acts(awaiting, ada.id)).toEqual([]);
    expect(acts(shown({ ...awaiting, masked: true }), rita.id)).toEqual(['reject']);
  });

  it('leaves the no to a confirmer who may not enter it any more, and to nobody who has answered it', () => {
    const { evidence } = awaiting;
    if (evidence.state !== 'awaiting-confirmation') throw new Error('it awaits confirmation');
    const asking = (group: string) => ({
      ...evidence,
      cleared: { ...evidence.cleared, require: [{ group, count: 1 }] },
    });
    const masked = shown({ ...awaiting, masked: true, evidence: asking('treasury') });
    expect(acts(masked, ada.id)).toEqual(['reject']);
    expect(acts(masked, ada.id, ['auditor'])).toEqual([]);
    expect(acts({ ...masked, evidence: asking('risk') }, ada.id)).toEqual([]);
    expect(acts({ ...masked, requester: ada.id }, ada.id)).toEqual(['cancel']);
    const answered = [answer(ada, { revision: masked.revision, decision: 'reject' })] as never;
    expect(acts({ ...masked, confirmations: answered }, ada.id)).toEqual([]);
  });

  it('asks nobody to confirm what a freeze has stopped, whoever may lift that', () => {
    const frozen = shown({ ...awaiting, waitsFor: { ...awaiting.waitsFor, code: 'SAFE_FROZEN' } });
    expect(acts(frozen, rita.id)).toEqual([]);
    expect(whyOf(frozen, rita.id)).toMatchObject({
      ...{ lead: 'It waits until a quorum lifts the freeze.', you: null },
    });
  });

  it('leaves its end to the requester before the relay, and to compliance and confirmers besides after it', () => {
    expect(acts(awaiting, cleared.requester, ['operator'])).toEqual(['cancel']);
    expect(acts(awaiting, clara.id, ['compliance'])).toEqual([]);
    const relayed = shown({ state: 'relayed', confirmations: [answer(ada)], waitsFor: waits('OWNERS', '') });
    expect(acts(relayed, clara.id, ['compliance'])).toEqual(['cancel']);
    expect(acts(relayed, ada.id)).toEqual(['cancel']);
    expect(acts(relayed, rita.id)).toEqual([]);
  });

  it('sends owners to their page, and who may answer a cancel to its sheet', () => {
    const asked = { people: [otto] };
    expect(
      acts(shown({ state: 'relayed', waitsFor: waits('OWNERS', '', asked) }), otto.id, ['signer']),
    ).toEqual(['sign']);
    const cancelling = (code: string) => shown({ state: 'cancelling', waitsFor: waits(code, '', asked) });
    expect(acts(cancelling('CANCEL_CONFIRMATION'), otto.id)).toEqual(['answer-cancel']);
    expect(acts(cancelling('CANCEL_OWNERS'), otto.id)).toEqual(['sign']);
    expect(acts(shown({ state: 'settled', waitsFor: null }), ada.id)).toEqual([]);
  });

  it('opens only what an address may name', () => {
    expect(readTransferSearch({ act: 'confirm' })).toEqual({ act: 'confirm' });
    expect(readTransferSearch({ act: 'sign' })).toEqual({});
    expect(readTransferSearch({ act: ['confirm'] })).toEqual({});
  });
});
