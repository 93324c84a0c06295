import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decided, aDecisionRecord } from '../../../test/builders/decision-record.js';
import {
  NOW,
  SAFE,
  USDC,
  aPerTransferRule,
  aPolicy,
  aPolicyDocument,
  aRollingRule,
  someFacts,
} from '../../../test/builders/policy.js';
import { decide } from './decide.js';
import { readRecord } from './decision-record.js';
import {
  type PastTransfer,
  longestWindow,
  pastTransfers,
  replayHistory,
  replayWords,
} from './replay-history.js';
import { ReplayedTotals } from './replayed-totals.js';
import { reservationScopes } from './scopes.js';
import { recentWindows, rollingWindows } from './windows.js';
import { unixSeconds } from '../values/time.js';

const scopeKey = `safe:${SAFE}:${USDC}`;
const used = (units: number | bigint) => [{ ruleId: 'per-day', scopeKey, used: String(units) }];
const START = unixSeconds(NOW);

/** At any moment of a long time: the entry of the book is old, and expires far from now. */
function later(changes: { now: number } & Record<string, unknown>) {
  const destination = { approvedAt: NOW - 10_000_000, expiresAt: NOW + 10_000_000 };
  return someFacts({ expiresAt: changes.now + 3_600, destination, ...changes });
}

function historyOf(decided: readonly Decided[]): readonly PastTransfer[] {
  return pastTransfers(
    decided.map((each, index) => readRecord(aDecisionRecord({ nth: index + 1, ...each }))),
  );
}

function draftOf(rules: Record<string, unknown>, changes: Record<string, unknown> = {}) {
  const document = aPolicyDocument(changes);
  const changed = document.rules.map((rule) => ({ ...rule, ...(rules[rule.id] as object | undefined) }));
  return { version: 8, document: aPolicyDocument({ ...changes, rules: changed }) };
}

describe(replayHistory.name, () => {
  it('says which transfers a draft would have denied, and why', () => {
    const history = historyOf([{}, { facts: someFacts({ now: NOW + 10, rolling: used(1_500_000_000) }) }]);
    const draft = draftOf({ 'per-day': { max: '2999.999999' } });
    const replayed = replayHistory(draft, history, START);
    expect(replayed.transfers).toBe(2);
    expect(replayed.otherwise).toEqual([
      {
        transfer: history[1]?.id,
        at: NOW + 10,
        was: expect.objectContaining({ outcome: 'permit' }) as unknown,
        would: { outcome: 'deny', tier: null },
        because: [expect.stringMatching(/^per-day: With 1500 USDC already used/)],
      },
    ]);
    expect(replayWords(90, replayed)).toBe("1 of the last 90 days' 2 transfers would have ended otherwise.");
  });

  it('counts nothing that the draft would not have permitted in its later windows', () => {
    // 1,500 three times under a limit of 5,000. A draft that denies the first has room for the other two.
    const at = (n: number) => someFacts({ now: NOW + n, rolling: used(n * 1_500_000_000) });
    const facts = someFacts({ amount: '1600000000' });
    const history = historyOf([{ facts }, { facts: at(1) }, { facts: at(2) }]);
    const tight = { 'per-transfer': { max: '1500', waivable: false, ceiling: undefined } };
    const draft = draftOf({ ...tight, 'per-day': { max: '3000' } });
    expect(replayHistory(draft, history, START).otherwise.map(({ transfer }) => transfer)).toEqual([
      history[0]?.id,
    ]);
  });

  it('lets go of what ended unpaid and of what was paid before the window, at the second', () => {
    const draft = draftOf({ 'per-day': { max: '2999' } });
    const after = (seconds: number) => later({ now: NOW + seconds, rolling: used(0) });
    const otherwise = (first: Decided, seconds: number) =>
      replayHistory(draft, historyOf([first, { facts: after(seconds) }]), START).otherwise.length;
    expect(otherwise({ paidAt: null, endedAt: NOW + 100 }, 99)).toBe(1);
    expect(otherwise({ paidAt: null, endedAt: NOW + 100 }, 100)).toBe(0);
    expect(otherwise({ paidAt: NOW + 60 }, 86_459)).toBe(1);
    expect(otherwise({ paidAt: NOW + 60 }, 86_460)).toBe(0);
    // Held, it counts at any age.
    expect(otherwise({ paidAt: null, endedAt: null }, 86_400 * 1.5)).toBe(1);
  });

  it('says when it would have been permitted, or confirmed by others', () => {
    const tooMuch = someFacts({ amount: '2000000001' });
    const history = historyOf([
      { facts: tooMuch, paidAt: null, endedAt: NOW },
      { facts: someFacts({ now: NOW + 1 }) },
    ]);
    const tiers = [{ name: 'any', assetId: USDC, upTo: '3000', require: [{ group: 'treasury', count: 2 }] }];
    const draft = draftOf({ 'per-transfer': { max: '2500' } }, { tiers });
    const { otherwise } = replayHistory(draft, history, START);
    expect(otherwise.map(({ was, would }) => [was.outcome, would.outcome])).toEqual([
      ['needs-exception', 'permit'],
      ['permit', 'permit'],
    ]);
    expect(otherwise[0]?.because).toEqual([expect.stringMatching(/^No longer denied by per-transfer: /)]);
    expect(otherwise[1]?.because).toEqual(['It needs 2 of treasury; it needed 1 of treasury.']);
  });

  it('does not call a tier of another name another ending', () => {
    const { tiers } = aPolicyDocument();
    const renamed = tiers.map((tier) => ({ ...tier, name: `${tier.name}-2` }));
    expect(replayHistory(draftOf({}, { tiers: renamed }), historyOf([{}]), START).otherwise).toEqual([]);
  });

  it('takes what the draft permits beyond the record as paid when it was asked for', () => {
    const denied = someFacts({ amount: '2500000000' });
    const next = someFacts({ now: NOW + 10, rolling: used(0) });
    const history = historyOf([{ facts: denied, paidAt: null, endedAt: NOW }, { facts: next }]);
    const draft = draftOf({ 'per-transfer': { max: '3000' }, 'per-day': { max: '3999' } });
    const { otherwise } = replayHistory(draft, history, START);
    expect(otherwise.map(({ would }) => would.outcome)).toEqual(['permit', 'deny']);
  });

  it('decides nothing from before the first day, but counts it as it was', () => {
    const earlier = later({ now: NOW - 10 });
    const history = historyOf([{ facts: earlier }, { facts: someFacts({ rolling: used(1_500_000_000) }) }]);
    const replayed = replayHistory(draftOf({ 'per-day': { max: '2999' } }), history, START);
    expect(replayed.transfers).toBe(1);
    expect(replayed.otherwise).toHaveLength(1);
  });

  it('takes a transfer as it was decided last before people were asked', () => {
    const [asked, excepted, relayed] = (['request', 'exception', 'relay'] as const).map((stage, index) =>
      readRecord({
        ...aDecisionRecord({ facts: someFacts({ stage, now: NOW + index }) }),
        id: `dec_01890a5d-ac96-774b-bcce-00000000000${String(index)}`,
      }),
    );
    const records = [relayed, excepted, asked].flatMap((each) => each ?? []);
    expect(pastTransfers(records).map(({ facts }) => facts.stage)).toEqual(['exception']);
  });

  it('a policy replayed over what it decided itself ends nothing otherwise', () => {
    const rules = [
      ...aPolicyDocument().rules.filter(({ id }) => id !== 'per-day'),
      aRollingRule({ max: '9000', waivable: true, ceiling: '12000' }),
      {
        id: 'often',
        kind: 'rolling-count',
        scope: 'requester',
        windowSeconds: 7_200,
        max: 5,
        waivable: false,
      },
      { id: 'again', kind: 'duplicate', windowSeconds: 3_600, waivable: false },
      aPerTransferRule(),
    ];
    const document = aPolicyDocument({ rules: [...new Map(rules.map((rule) => [rule.id, rule])).values()] });
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 7_200 }),
      amount: fc.integer({ min: 1, max: 7 }),
      lives: fc.integer({ min: 1, max: 90_000 }),
      isPaid: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const history = lived(document, steps);
        expect(replayHistory({ version: 7, document }, history, unixSeconds(0)).otherwise).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

type Step = { wait: number; amount: number; lives: number; isPaid: boolean };

/** A history made by the policy itself, with a ledger that sums naively. */
function lived(document: ReturnType<typeof aPolicyDocument>, steps: readonly Step[]): PastTransfer[] {
  const history: PastTransfer[] = [];
  let now = NOW;
  for (const [index, { wait, amount, lives, isPaid }] of steps.entries()) {
    now += wait;
    const asked = someFacts({
      now,
      amount: String(amount * 500_000_000),
      expiresAt: now + 3_600,
      rolling: [],
    });
    const isCounted = ({ life }: PastTransfer, seconds: number) =>
      (life.paidAt === null || life.paidAt > now - seconds) &&
      (life.endedUnpaidAt === null || life.endedUnpaidAt > now);
    const rolling = rollingWindows(document, asked).map((window) => {
      const counted = history.filter(
        (each) => each.decision.outcome === 'permit' && isCounted(each, window.windowSeconds),
      );
      const amounts = counted.map(({ facts }) => (window.scopeKey.endsWith('count') ? 1n : facts.amount));
      return { ...window, used: amounts.reduce((sum, each) => sum + each, 0n) };
    });
    const recent = recentWindows(document, asked).map(({ ruleId, windowSeconds, amount: same }) => ({
      ruleId,
      transfers: history
        .filter((each) => each.facts.amount === same && isCounted(each, windowSeconds))
        .map(({ id, facts }) => ({ transferId: id, amount: facts.amount, usd: null, at: asked.now })),
    }));
    const facts = {
      ...asked,
      rolling: rolling.map(({ ruleId, scopeKey: key, used: sum }) => ({ ruleId, scopeKey: key, used: sum })),
      recent,
    };
    const { outcome } = decide({ version: 7, document }, facts);
    const isRefused = outcome === 'deny';
    const ended = isRefused ? now : now + lives;
    const paidAt = outcome === 'permit' && isPaid ? ended : null;
    const record = aDecisionRecord({
      nth: index + 1,
      policy: { version: 7, document },
      facts,
      paidAt,
      endedAt: ended,
    });
    history.push(...pastTransfers([readRecord(record)]));
  }
  return history;
}

describe(ReplayedTotals.name, () => {
  it('says when an amount fits, and what frees until then', () => {
    const totals = new ReplayedTotals(86_400);
    const facts = someFacts();
    const { document } = aPolicy();
    const window = rollingWindows(document, facts).find(({ ruleId }) => ruleId === 'per-day');
    if (!window) throw new Error('there is such a window');
    for (const second of [0, 0, 100]) {
      const paidAt = unixSeconds(NOW + second);
      totals.add(reservationScopes(facts, { amount: 2_000_000_000n, usd: null }), {
        paidAt,
        endedUnpaidAt: null,
      });
    }
    const use = totals.use(window, unixSeconds(NOW + 200));
    expect(use).toMatchObject({ used: 6_000_000_000n, fitsAt: NOW + 86_400 });
    expect(use.frees).toEqual([
      { at: NOW + 86_400, used: 2_000_000_000n },
      { at: NOW + 86_500, used: 0n },
    ]);
  });
});

describe(longestWindow.name, () => {
  it('is that of any kind of rule', () => {
    expect(longestWindow(aPolicyDocument())).toBe(86_400);
    expect(longestWindow(aPolicyDocument({ rules: [] }))).toBe(0);
  });
});
