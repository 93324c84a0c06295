import { describe, expect, it } from '@jest/globals';
import {
  CODE_HASH,
  ETHER,
  HOT_WALLET,
  NOW,
  OPERATOR,
  OTHER_CODE_HASH,
  SAFE,
  USDC,
  aPerTransferRule,
  aPolicy,
  aPolicyDocument,
  aRollingRule,
  anException,
  pricedAt,
  someFacts,
} from '../../../test/builders/policy.js';
import { INTEGRITY, INTEGRITY_OF_TERMS, decide } from './decide.js';
import { mostWords, tierStanding } from './tiers.js';
import { type Decision, DecisionSchema } from './decision.js';
import { policyHash } from './policy.js';

const used = (units: string) => [{ ruleId: 'per-day', scopeKey: `safe:${SAFE}:${USDC}`, used: units }];

function denials(decision: Decision): (string | null)[] {
  return decision.reasons.filter((reason) => reason.outcome === 'deny').map((reason) => reason.code);
}

describe(decide.name, () => {
  it('permits with the tier, the budget to hold and the reason of every rule', () => {
    const decision = decide(aPolicy(), someFacts());
    expect(decision).toMatchObject({
      outcome: 'permit',
      policyVersion: 7,
      policyHash: policyHash(aPolicyDocument()),
      tier: { name: 'small', require: [{ group: 'treasury', count: 1 }] },
      waivable: [],
    });
    const subjects = [
      ...['all:*', `asset:${USDC}`, `destination:${HOT_WALLET}`],
      ...['group:desk', `requester:${OPERATOR}`, `safe:${SAFE}`],
    ];
    expect(decision.reservations).toEqual(
      subjects.flatMap((subject) => [
        { scope: `${subject}:${USDC}`, amount: '1500000000' },
        { scope: `${subject}:count`, amount: '1' },
        { scope: `${subject}:count@${USDC}`, amount: '1' },
      ]),
    );
    expect(decision.reasons.map((reason) => reason.rule)).toEqual([
      ...Object.keys(INTEGRITY).sort(),
      'assets',
      'destinations',
      'per-day',
      'per-transfer',
    ]);
    expect(DecisionSchema.parse(JSON.parse(JSON.stringify(decision)))).toEqual(decision);
  });

  it('invariant 17: facts from before entries had terms are decided as then, and by no rule more', () => {
    const terms = { maxPerTransfer: '1', canary: '1', settledTransfers: 0, lookalikes: [] };
    const before = decide(aPolicy(), someFacts());
    const after = decide(aPolicy(), someFacts({ destination: { terms } }));
    const added = after.reasons.filter(({ rule }) => rule in INTEGRITY_OF_TERMS);
    expect(before.reasons.some(({ rule }) => rule in INTEGRITY_OF_TERMS)).toBe(false);
    expect(added.map(({ rule }) => rule)).toEqual(Object.keys(INTEGRITY_OF_TERMS).sort());
    expect(after.reasons.filter((reason) => !added.includes(reason))).toEqual(before.reasons);
  });

  it("denies what an entry's own terms deny, whatever policy and exceptions say", () => {
    const good = { maxPerTransfer: '1500000000', canary: '1500000000', settledTransfers: 0, lookalikes: [] };
    const decided = (change: object) => {
      const exceptions = Object.keys(INTEGRITY_OF_TERMS).map((rule) => anException({ rule }));
      return decide(aPolicy(), someFacts({ exceptions, destination: { terms: { ...good, ...change } } }));
    };
    const alike = { id: HOT_WALLET, label: 'Hot 9', address: '0xf3A9dEaDBeeFdEAdBEeFdeaDBEeFdeaDBeEF2334' };
    expect(decided({}).outcome).toBe('permit');
    for (const [change, code] of [
      [{ maxPerTransfer: '1499999999' }, 'LIMIT_DESTINATION'],
      [{ canary: '1499999999' }, 'FIRST_TRANSFER_CANARY'],
      [{ lookalikes: [alike] }, 'DEST_LOOKALIKE'],
    ] as const) {
      expect(decided(change).outcome).toBe('deny');
      expect(denials(decided(change))).toEqual([code]);
    }
  });

  it('names each integrity rule as its own answer does', () => {
    for (const [name, check] of Object.entries(INTEGRITY)) {
      const [document, facts] = [aPolicyDocument(), someFacts()];
      const standing = () => tierStanding(document, facts, pricedAt(null));
      expect(check(facts, document, standing)).toMatchObject({
        rule: name,
        kind: 'integrity',
        outcome: 'allow',
      });
    }
  });

  it.each([
    { change: { safe: { frozen: { code: 'SIG_MISMATCH', reason: 'x' } } }, code: 'SAFE_FROZEN' },
    {
      change: { safe: { drift: [{ field: 'guard', expected: 'a', actual: 'b' }] } },
      code: 'SAFE_STATE_DRIFT',
    },
    { change: { intentSignatureValid: false }, code: 'INTENT_SIGNATURE' },
    { change: { requester: { isActive: false } }, code: 'FORBIDDEN' },
    { change: { expiresAt: NOW }, code: 'EXPIRED' },
    { change: { expiresAt: NOW + 86_401 }, code: 'EXPIRY_TOO_FAR' },
    { change: { asset: { codeHashActual: OTHER_CODE_HASH } }, code: 'TOKEN_CODE_CHANGED' },
    { change: { destination: { codeHashActual: CODE_HASH } }, code: 'DEST_CODE_CHANGED' },
    { change: { destination: { approvedAt: NOW } }, code: 'DEST_COOLING_OFF' },
    { change: { destination: { chainId: 10 } }, code: 'CHAIN_MISMATCH' },
    { change: { amount: '0' }, code: 'AMOUNT_ZERO' },
  ])('denies $code, which no exception lifts', ({ change, code }) => {
    const rules = Object.keys(INTEGRITY).concat('destinations', 'assets');
    const exceptions = rules.map((rule) => anException({ rule }));
    const decision = decide(aPolicy(), someFacts({ ...change, exceptions }));
    expect(decision).toMatchObject({ outcome: 'deny', waivable: [], reservations: [] });
    expect(denials(decision)).toEqual([code]);
  });

  it('evaluates every rule also when one denies', () => {
    const facts = someFacts({
      amount: '9000000000',
      intentSignatureValid: false,
      destination: { expiresAt: NOW },
    });
    const codes = ['INTENT_SIGNATURE', 'ENTRY_EXPIRED', 'LIMIT_WINDOW', 'LIMIT_PER_TX'];
    expect(denials(decide(aPolicy(), facts))).toEqual(codes);
  });

  it('denies a policy without rules, and an amount without a tier', () => {
    expect(denials(decide(aPolicy({ rules: [] }), someFacts()))).toEqual(['NO_RULE']);
    const untiered = decide(aPolicy({ tiers: [] }), someFacts());
    expect(untiered).toMatchObject({ outcome: 'deny', tier: null, reservations: [] });
    expect(denials(untiered)).toEqual(['NO_TIER']);
  });

  it('says what is the most that anybody may confirm', () => {
    const { asset } = someFacts();
    expect(mostWords(aPolicyDocument(), asset)).toBe(
      `nobody may confirm more than 1000000 ${asset.symbol} at once`,
    );
    expect(mostWords(aPolicyDocument({ tiers: [] }), asset)).toBeUndefined();
  });

  it('leaves out the limits of other assets', () => {
    const rules = [
      ...aPolicyDocument().rules,
      aPerTransferRule({ id: 'ether', assetId: ETHER, max: '0', ceiling: '1' }),
    ];
    const decision = decide(aPolicy({ rules }), someFacts());
    expect(decision.outcome).toBe('permit');
    expect(decision.reasons.map((reason) => reason.rule)).not.toContain('ether');
  });

  describe('an exception', () => {
    const above = { amount: '2500000000' };

    it('is asked for when every denial could be lifted', () => {
      const decision = decide(aPolicy(), someFacts(above));
      expect(decision).toMatchObject({
        outcome: 'needs-exception',
        reservations: [],
        tier: { name: 'large' },
      });
      expect(decision.waivable).toEqual([
        { rule: 'per-transfer', unit: 'asset', measured: '2500000000', ceiling: '3000000000' },
      ]);
    });

    it.each([
      { name: 'the amount passes the ceiling', change: { amount: '3000000001' } },
      { name: 'a limit that cannot be waived denies too', change: { ...above, rolling: used('2500000001') } },
      { name: 'an integrity rule denies too', change: { ...above, intentSignatureValid: false } },
    ])('is not asked for when $name', ({ change }) => {
      expect(decide(aPolicy(), someFacts(change)).outcome).toBe('deny');
    });

    it('turns the decision into a permit that holds the whole amount', () => {
      const decision = decide(aPolicy(), someFacts({ ...above, exceptions: [anException()] }));
      expect(decision).toMatchObject({ outcome: 'permit', waivable: [] });
      expect(decision.reservations).toContainEqual({ scope: `safe:${SAFE}:${USDC}`, amount: '2500000000' });
      expect(decision.reasons).toContainEqual(
        expect.objectContaining({ rule: 'per-transfer', outcome: 'waived' }),
      );
    });

    it('of a rolling limit bounds the total, not the transfer', () => {
      const rolling = aRollingRule({ waivable: true, ceiling: '6000' });
      const rules = aPolicyDocument().rules.map((rule) => (rule.id === 'per-day' ? rolling : rule));
      const decisionAt = (before: string) =>
        decide(
          aPolicy({ rules }),
          someFacts({
            rolling: used(before),
            exceptions: [anException({ rule: 'per-day', ceiling: '6000000000' })],
          }),
        );
      expect(decisionAt('4500000000').outcome).toBe('permit');
      expect(decisionAt('4500000001').outcome).toBe('deny');
    });
  });

  describe('invariant 6: an error while deciding is a denial', () => {
    it('when a limit has more decimals than the asset', () => {
      const rules = aPolicyDocument().rules.map((rule) =>
        'max' in rule ? { ...rule, max: '1999.0000001' } : rule,
      );
      const decision = decide(aPolicy({ rules }), someFacts({ exceptions: [anException()] }));
      expect(decision).toMatchObject({ outcome: 'deny', waivable: [], reservations: [] });
      expect(denials(decision)).toEqual(['RULE_FAILED', 'RULE_FAILED']);
      expect(decision.reasons.find((reason) => reason.rule === 'per-transfer')?.words).toContain(
        'the asset has 6 decimals',
      );
    });

    it('when a tier has more decimals than the asset', () => {
      const tiers = [
        { name: 'a', assetId: USDC, upTo: '1.0000001', require: [{ group: 'treasury', count: 1 }] },
      ];
      const decision = decide(aPolicy({ tiers }), someFacts());
      expect(decision).toMatchObject({ outcome: 'deny', tier: null });
      expect(denials(decision)).toEqual(['RULE_FAILED']);
    });

    it('when the use of a limit is missing', () => {
      const decision = decide(aPolicy(), someFacts({ rolling: [] }));
      expect(decision.outcome).toBe('deny');
      expect(denials(decision)).toEqual(['RULE_FAILED']);
    });

    it('when a rule is of a kind that this version does not know', () => {
      const { version, document } = aPolicy();
      const unknown = { id: 'price', kind: 'price', waivable: false } as never;
      const decision = decide(
        { version, document: { ...document, rules: [...document.rules, unknown] } },
        someFacts(),
      );
      expect(denials(decision)).toEqual(['RULE_FAILED']);
    });
  });
});
