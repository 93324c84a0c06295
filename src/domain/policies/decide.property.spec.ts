import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ETHER,
  HOT_WALLET,
  NOW,
  OFFICER,
  OPERATOR,
  SAFE,
  USDC,
  aPolicy,
  someFacts,
  someStoredFacts,
} from '../../../test/builders/policy.js';
import { AMOUNT_MAX, formatAmount } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { type Facts, parseFacts, printFacts } from './facts.js';
import { PolicyDocumentSchema, type Policy, type PolicyDocument } from './policy.js';

const DECIMALS = 6;
const RANK: Record<Decision['outcome'], number> = { deny: 0, 'needs-exception': 1, permit: 2 };
const rank = (decision: Decision): number => RANK[decision.outcome];

const edges = [53n, 63n, 64n, 128n, 256n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n]);
const units = fc.oneof(
  fc.bigInt(0n, 40n),
  fc.constantFrom(...edges.filter((edge) => edge <= AMOUNT_MAX)),
  fc.bigInt(0n, AMOUNT_MAX),
);
const decimal = (value: bigint): string => formatAmount(value, DECIMALS);
const assetId = fc.constantFrom(USDC, USDC, USDC, ETHER);

const limit = fc
  .record({
    assetId,
    max: units,
    extra: fc.option(units),
    scope: fc.constantFrom('safe', 'destination', 'requester'),
  })
  .chain(({ extra, max, scope, ...rest }) => {
    const top = extra === null ? null : max + extra > AMOUNT_MAX ? AMOUNT_MAX : max + extra;
    const waiver = top === null ? { waivable: false } : { waivable: true, ceiling: decimal(top) };
    const each = { ...rest, ...waiver, max: decimal(max) };
    return fc.constantFrom<Record<string, unknown>>(
      { ...each, kind: 'amount-per-transfer' },
      { ...each, kind: 'rolling-amount', scope, windowSeconds: 86_400 },
    );
  });
const gate = fc.constantFrom<Record<string, unknown>>(
  { kind: 'destination-allowed', coolingOffSeconds: 60, waivable: false },
  { kind: 'destination-allowed', coolingOffSeconds: 7_776_000, waivable: false },
  { kind: 'asset-allowed', assetIds: [USDC], waivable: false },
  { kind: 'asset-allowed', assetIds: [ETHER], waivable: false },
);
const permissive: Record<string, unknown>[] = [
  { kind: 'destination-allowed', coolingOffSeconds: 60, waivable: false },
  { kind: 'asset-allowed', assetIds: [USDC], waivable: false },
  { kind: 'amount-per-transfer', assetId: USDC, max: decimal(AMOUNT_MAX), waivable: false },
  {
    kind: 'rolling-amount',
    assetId: USDC,
    max: decimal(AMOUNT_MAX),
    scope: 'safe',
    windowSeconds: 3_600,
    waivable: false,
  },
];
// Half of the policies start from one that permits all: else nearly everything is denied for the lack of a rule.
const policy = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.oneof({ weight: 4, arbitrary: limit }, { weight: 1, arbitrary: gate }), { maxLength: 5 }),
  )
  .map(([isPermissive, written]): Pick<Policy, 'version' | 'document'> => {
    const all = isPermissive ? [...permissive, ...written] : written;
    return aPolicy({
      rules: all.map((rule, index) => ({ ...rule, id: `rule-${String(index)}` })),
      tiers: [
        { name: 'all', assetId: USDC, upTo: decimal(AMOUNT_MAX), require: [{ group: 'treasury', count: 1 }] },
      ],
    });
  });

const subjects = { safe: SAFE, destination: HOT_WALLET, requester: OPERATOR };
const ruleId = fc.nat(9).map((index) => `rule-${String(index)}`);
const exception = fc
  .record({
    rule: ruleId,
    ceiling: units,
    expiresAt: fc.constantFrom(NOW, NOW + 1),
    personId: fc.constantFrom(OFFICER, OPERATOR),
  })
  .map((each) => ({
    ...each,
    ceiling: each.ceiling.toString(),
    exceptionId: `exc_${each.rule}`,
    groups: ['compliance'],
  }));

function factsFor({ document }: Pick<Policy, 'document'>): fc.Arbitrary<Facts> {
  const rolling = document.rules.filter((rule) => rule.kind === 'rolling-amount');
  return fc
    .record({
      amount: units.map(String),
      used: fc.array(fc.oneof(fc.constant(0n), units), {
        minLength: rolling.length,
        maxLength: rolling.length,
      }),
      exceptions: fc.array(exception, { maxLength: 4 }),
      stage: fc.constantFrom('request', 'exception', 'relay'),
      intentSignatureValid: fc.oneof(
        { weight: 9, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
    })
    .map(({ used, ...changes }) => {
      const usage = rolling.map(({ id, scope }, index) => {
        const scopeKey = `${scope}:${subjects[scope]}:${USDC}`;
        return { ruleId: id, scopeKey, used: (used[index] ?? 0n).toString() };
      });
      return parseFacts(someStoredFacts({ ...changes, rolling: usage }));
    });
}

const cases = policy.chain((each) => fc.tuple(fc.constant(each), factsFor(each)));
const withRules = ({ version, document }: Pick<Policy, 'version' | 'document'>, rules: unknown[]) => ({
  version,
  document: PolicyDocumentSchema.parse({ ...document, rules }),
});
const withoutHash = ({ policyHash: _, ...rest }: Decision) => rest;

describe('decide', () => {
  it('meets permits, denials and requests for an exception alike in these properties', () => {
    const outcomes = fc
      .sample(cases, { numRuns: 1_000, seed: 20_261_122 })
      .map(([each, facts]) => decide(each, facts).outcome);
    for (const outcome of ['permit', 'needs-exception', 'deny'] as const) {
      expect(outcomes.filter((each) => each === outcome).length).toBeGreaterThan(20);
    }
  });

  it('any order of rules, tiers, uses and exceptions gives the same decision', () => {
    const shuffled = cases.chain(([each, facts]) => {
      const all = <T>(list: T[]) => fc.shuffledSubarray(list, { minLength: list.length });
      return fc.tuple(
        fc.constant([each, facts] as const),
        all(each.document.rules),
        all(facts.rolling),
        all(facts.exceptions),
      );
    });
    fc.assert(
      fc.property(shuffled, ([[each, facts], rules, rolling, exceptions]) => {
        const other = decide(withRules(each, rules), { ...facts, rolling, exceptions });
        expect(withoutHash(other)).toEqual(withoutHash(decide(each, facts)));
      }),
    );
  });

  it('adding a rule never makes a decision milder', () => {
    fc.assert(
      fc.property(cases, limit, ([each, facts], rule) => {
        const added = withRules(each, [...each.document.rules, { ...rule, id: 'added' }]);
        const before = decide(each, facts);
        // What the policy lacked, a rule may complete; then the two policies cannot be compared.
        fc.pre(before.reasons.every((reason) => reason.code !== 'NO_RULE'));
        expect(rank(decide(added, facts))).toBeLessThanOrEqual(rank(before));
      }),
    );
  });

  it('adding a rule that denies never turns deny into permit', () => {
    const denying = [
      { id: 'denying', kind: 'amount-per-transfer', assetId: USDC, max: '0', waivable: false },
      { id: 'denying', kind: 'asset-allowed', assetIds: [ETHER], waivable: false },
      { id: 'denying', kind: 'destination-allowed', coolingOffSeconds: 7_776_000, waivable: false },
    ];
    fc.assert(
      fc.property(cases, fc.constantFrom(...denying), ([each, facts], rule) => {
        fc.pre(facts.amount > 0n);
        expect(decide(withRules(each, [...each.document.rules, rule]), facts).outcome).toBe('deny');
      }),
    );
  });

  it('lowering a max never makes a decision milder', () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.nat(100), ([each, facts], pick, percent) => {
        const limits = each.document.rules.filter((rule) => 'max' in rule);
        const lowered = limits[pick % Math.max(limits.length, 1)];
        fc.pre(lowered !== undefined);
        const lower = (rule: PolicyDocument['rules'][number]) =>
          rule === lowered ? { ...rule, max: percentOf(lowered.max, percent) } : rule;
        const after = decide(withRules(each, each.document.rules.map(lower)), facts);
        expect(rank(after)).toBeLessThanOrEqual(rank(decide(each, facts)));
      }),
    );
  });

  it('an exception for another rule changes nothing', () => {
    fc.assert(
      fc.property(
        cases,
        exception,
        fc.constantFrom('destinations', 'safe-not-frozen', 'rule-99', ''),
        ([each, facts], extra, rule) => {
          const [added] = parseFacts({ ...someStoredFacts(), exceptions: [{ ...extra, rule }] }).exceptions;
          fc.pre(added !== undefined);
          const exceptions = [...facts.exceptions, added];
          expect(decide(each, { ...facts, exceptions })).toEqual(decide(each, facts));
        },
      ),
    );
  });

  it('invariant 11: leaving out the use of any limit denies', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ([each, facts], pick) => {
        const missing = facts.rolling[pick % Math.max(facts.rolling.length, 1)];
        const rule = each.document.rules.find(({ id }) => id === missing?.ruleId);
        fc.pre(rule?.kind === 'rolling-amount' && rule.assetId === USDC);
        const rolling = facts.rolling.filter((usage) => usage !== missing);
        expect(decide(each, { ...facts, rolling }).outcome).toBe('deny');
      }),
    );
  });

  it('invariant 11: what is permitted without an exception is within every limit', () => {
    fc.assert(
      fc.property(cases, ([each, facts]) => {
        const decision = decide(each, facts);
        fc.pre(decision.outcome === 'permit');
        for (const { measured, bound, ceiling, outcome } of decision.reasons) {
          if (measured === null || bound === null) continue;
          expect(BigInt(measured) <= BigInt(outcome === 'waived' ? (ceiling ?? '0') : bound)).toBe(true);
        }
      }),
    );
  });

  it('a bigger amount never makes a decision by the terms of the entry milder', () => {
    // Around what the policy allows, or its own limits would decide nearly always.
    const near = fc.bigInt(1n, 4_000_000_000n);
    const terms = fc.record({
      maxPerTransfer: fc.option(near.map(String)),
      canary: fc.option(near.map(String)),
      settledTransfers: fc.nat(1),
      lookalikes: fc.constant([]),
    });
    fc.assert(
      fc.property(terms, near, near, (own, one, other) => {
        const [less, more] = (one < other ? [one, other] : [other, one]).map((amount) =>
          decide(aPolicy(), someFacts({ amount: amount.toString(), destination: { terms: own } })),
        );
        if (less && more) expect(rank(more)).toBeLessThanOrEqual(rank(less));
      }),
    );
  });

  it('invariant 17: stored facts give the same decision, byte for byte', () => {
    fc.assert(
      fc.property(cases, ([each, facts]) => {
        const stored = canonicalJson(printFacts(facts));
        const replayed = decide(
          {
            version: each.version,
            document: PolicyDocumentSchema.parse(JSON.parse(canonicalJson(each.document))),
          },
          parseFacts(JSON.parse(stored)),
        );
        expect(canonicalJson(replayed)).toBe(canonicalJson(decide(each, facts)));
      }),
    );
  });
});

function percentOf(max: string, percent: number): string {
  const [whole = '0', fraction = ''] = max.split('.');
  return decimal((BigInt(whole + fraction.padEnd(DECIMALS, '0')) * BigInt(percent)) / 100n);
}
