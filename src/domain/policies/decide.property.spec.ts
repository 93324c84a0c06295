import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomFacts } from '../../../test/builders/facts-cases.js';
import {
  RULE_KINDS,
  type RandomPolicy,
  randomChange,
  randomPolicy,
  randomRule,
} from '../../../test/builders/policy-cases.js';
import { ETHER, USDC, aPolicyDocument, someFacts } from '../../../test/builders/policy.js';
import { Random } from '../../../test/builders/random.js';
import { referenceDecide } from '../../../test/reference-engine.js';
import { canonicalJson } from '../values/canonical-json.js';
import { decide } from './decide.js';
import { type Decision, DecisionSchema } from './decision.js';
import { type Facts, parseFacts, printFacts } from './facts.js';
import { type PolicyDocument, PolicyDocumentSchema, type Rule } from './policy.js';
import { policyDirection } from './policy-direction.js';

/** Each must be met, or these cases would show nothing of the rule that it belongs to. */
const CODES = [
  ...['AMOUNT_ZERO', 'ASSET_NOT_ALLOWED', 'BALANCE_UNAVAILABLE', 'DEST_COOLING_OFF', 'DEST_NOT_ALLOWED'],
  ...[
    'DUPLICATE_TRANSFER',
    'ENTRY_EXPIRED',
    'EXCEPTION_CEILING',
    'FIRST_TRANSFER_CANARY',
    'INTENT_SIGNATURE',
  ],
  ...['LIMIT_COUNT', 'LIMIT_HOT_CEILING', 'LIMIT_PER_TX', 'LIMIT_REQUESTER', 'LIMIT_SAFE_FLOOR'],
  ...['LIMIT_STRUCTURING', 'LIMIT_WINDOW', 'NO_RULE', 'NO_TIER', 'OUTSIDE_HOURS', 'PRICE_DIVERGENT'],
  ...['PRICE_OUT_OF_BOUNDS', 'PRICE_STALE', 'PRICE_UNAVAILABLE', 'RULE_FAILED', 'allow', 'waived'],
] as const;

const RANK: Record<Decision['outcome'], number> = { deny: 0, 'needs-exception': 1, permit: 2 };
const decided = (document: PolicyDocument, facts: Facts): Decision => decide({ version: 7, document }, facts);
const rankOf = (document: PolicyDocument, facts: Facts): number => RANK[decided(document, facts).outcome];

// A failure names the seed and the case: POLICY_SEED repeats it.
const [anySeed = 1] = fc.sample(fc.integer({ min: 1, max: 2 ** 31 }), 1);
const seed = Number(process.env['POLICY_SEED'] ?? anySeed);

/** Tries a property on many cases; documents are few and facts many, because to parse a document takes the longest. */
function forCases(
  { policies, facts: count }: { policies: number; facts: number },
  property: (one: { policy: RandomPolicy; facts: Facts; random: Random }) => void,
): void {
  const random = new Random(seed);
  for (let policyIndex = 0; policyIndex < policies; policyIndex += 1) {
    const policy = randomPolicy(random);
    for (let factsIndex = 0; factsIndex < count; factsIndex += 1) {
      const facts = randomFacts(random, policy);
      try {
        property({ policy, facts, random });
      } catch (error) {
        const where = `seed ${String(seed)}, policy ${String(policyIndex)}, facts ${String(factsIndex)}`;
        const what = `${canonicalJson(policy.document)}\n${canonicalJson(printFacts(facts))}`;
        throw new Error(`${where}: ${String(error)}\n${what}`, { cause: error });
      }
    }
  }
}

/** What the reference answers too: everything but words, and what some answers say besides. */
function comparable({ outcome, reasons, tier }: Decision, document: PolicyDocument) {
  const found = reasons.find(({ kind, rule }) => kind === 'integrity' && rule === 'tier-found');
  const answers = reasons
    .filter(({ kind }) => kind === 'policy')
    .map(({ rule, outcome: said, code, unit, measured, bound, ceiling }): [string, string] => {
      const numbers = unit === null ? '' : ` ${unit} ${measured ?? ''} ${bound ?? ''} ${ceiling ?? ''}`;
      return [rule, `${said}${code === null ? '' : ` ${code}`}${numbers}`];
    });
  const names = document.tiers.length === 0 ? '' : (tier?.name.replaceAll(' + ', ' ') ?? '');
  return {
    outcome,
    tier: found?.outcome === 'allow' ? `allow ${names}` : `deny ${found?.code ?? ''}`,
    answers: Object.fromEntries(answers),
  };
}

function parsedRule(written: Record<string, unknown>): Rule {
  const [rule] = aPolicyDocument({ rules: [written] }).rules;
  if (!rule) throw new Error('no rule');
  return rule;
}

describe(`decide (seed ${String(seed)})`, () => {
  it('is the same as the reference engine in 100,000 cases, of all outcomes', () => {
    const seen = new Map<string, number>();
    const codes = new Set<string>();
    forCases({ policies: 1_250, facts: 80 }, ({ policy: { document }, facts }) => {
      const decision = decided(document, facts);
      seen.set(decision.outcome, (seen.get(decision.outcome) ?? 0) + 1);
      for (const { code, outcome } of decision.reasons) codes.add(code ?? outcome);
      const [fast, naive] = [comparable(decision, document), referenceDecide(document, facts)];
      const isSame =
        fast.outcome === naive.outcome &&
        fast.tier === naive.tier &&
        Object.keys(fast.answers).length === naive.answers.size &&
        Object.entries(fast.answers).every(([rule, said]) => naive.answers.get(rule) === said);
      if (!isSame) expect(fast).toEqual({ ...naive, answers: Object.fromEntries(naive.answers) });
    });
    for (const outcome of ['permit', 'needs-exception', 'deny']) {
      expect(seen.get(outcome) ?? 0).toBeGreaterThan(2_000);
    }
    expect([...codes].sort()).toEqual(expect.arrayContaining([...CODES]));
  });

  it('any order of rules, tiers, prices, uses and exceptions gives the same bytes', () => {
    forCases({ policies: 200, facts: 15 }, ({ policy: { document }, facts, random }) => {
      const { rules, tiers, prices, ...rest } = document;
      const shuffled: PolicyDocument = {
        ...{ ...rest, rules: random.shuffled(rules), tiers: random.shuffled(tiers) },
        ...(prices && { prices: random.shuffled(prices) }),
      };
      const { rolling, recent, exceptions } = facts;
      const others: Facts = {
        ...{ ...facts, rolling: random.shuffled(rolling), exceptions: random.shuffled(exceptions) },
        recent: random.shuffled(
          recent.map((each) => ({ ...each, transfers: random.shuffled(each.transfers) })),
        ),
      };
      const [one, other] = [decided(document, facts), decided(shuffled, others)];
      const { policyHash } = one;
      expect(canonicalJson({ ...other, policyHash })).toBe(canonicalJson(one));
    });
  });

  it('adding a rule of any kind never makes a decision milder', () => {
    let turned = 0;
    forCases({ policies: 300, facts: 12 }, ({ policy: { document }, facts, random }) => {
      const added = parsedRule(randomRule(random, random.pick(RULE_KINDS), 'added'));
      const before = decided(document, facts);
      // What the policy lacked, a rule may complete; then the two policies cannot be compared.
      if (before.reasons.some(({ code }) => code === 'NO_RULE')) return;
      const after = rankOf({ ...document, rules: [...document.rules, added] }, facts);
      expect(after).toBeLessThanOrEqual(RANK[before.outcome]);
      if (after < RANK[before.outcome]) turned += 1;
    });
    expect(turned).toBeGreaterThan(50);
  });

  it('adding a rule that denies never turns deny into permit', () => {
    const denying = [
      { id: 'denying', kind: 'amount-per-transfer', assetId: USDC, max: '0', waivable: false },
      { id: 'denying', kind: 'amount-per-transfer', unit: 'usd', max: '0', waivable: false },
      { id: 'denying', kind: 'asset-allowed', assetIds: [ETHER], waivable: false },
      { id: 'denying', kind: 'destination-allowed', coolingOffSeconds: 7_776_000, waivable: false },
      { id: 'denying', kind: 'safe-floor', assetId: USDC, minShare: '0.999999999999999999', waivable: false },
    ].map(parsedRule);
    forCases({ policies: 200, facts: 10 }, ({ policy: { document }, facts, random }) => {
      // A Safe of nothing has a floor of nothing.
      if (facts.amount === 0n || (facts.balances?.safe ?? 0n) >= facts.amount * 10n ** 17n) return;
      if ((facts.destination?.approvedAt ?? 0) <= facts.now - 7_776_000) return;
      const document2 = { ...document, rules: [...document.rules, random.pick(denying)] };
      expect(decided(document2, facts).outcome).toBe('deny');
    });
  });

  it('invariant 13: what tightens permits nothing more, and asks for nobody less', () => {
    let tighter = 0;
    let stricter = 0;
    let last: { document?: PolicyDocument; changed?: PolicyDocument; tightens?: boolean } = {};
    forCases({ policies: 2_000, facts: 10 }, ({ policy: { document, scale }, facts, random }) => {
      if (last.document !== document) {
        const other = randomChange(random, document, scale);
        last = { document, changed: other, tightens: policyDirection(document, other) === 'tightens' };
      }
      const { changed, tightens } = last;
      if (!changed || !tightens) return;
      tighter += 1;
      const [before, after] = [decided(document, facts), decided(changed, facts)];
      expect(RANK[after.outcome]).toBeLessThanOrEqual(RANK[before.outcome]);
      if (RANK[after.outcome] < RANK[before.outcome]) stricter += 1;
      if (after.outcome === 'deny') return;
      for (const { group, keys } of before.tier?.require ?? []) {
        const asked = ({ tier }: Decision): number =>
          (tier?.require ?? [])
            .filter((each) => each.group === group && (keys === undefined || each.keys === keys))
            .reduce((sum, { count }) => sum + count, 0);
        expect(asked(after)).toBeGreaterThanOrEqual(asked(before));
      }
    });
    expect(tighter).toBeGreaterThan(1_000);
    expect(stricter).toBeGreaterThan(20);
  });

  it('an exception for another rule, or in another unit, changes nothing', () => {
    forCases({ policies: 200, facts: 12 }, ({ policy: { document }, facts, random }) => {
      const named = document.rules.map(({ id }) => id);
      const [known] = facts.exceptions;
      if (!known) return;
      const rule = random.pick(['destinations', 'safe-not-frozen', 'rule-99', '', ...named]);
      const measured = decided(document, facts).reasons.find((each) => each.rule === rule)?.unit;
      const unit = random.pick((['asset', 'usd', 'count'] as const).filter((each) => each !== measured));
      const exceptions = [...facts.exceptions, { ...known, rule, unit }];
      expect(decided(document, { ...facts, exceptions })).toEqual(decided(document, facts));
    });
  });

  it('invariant 11: leaving out any use or any list of earlier transfers denies', () => {
    forCases({ policies: 200, facts: 12 }, ({ policy: { document }, facts, random }) => {
      const ids = [...facts.rolling, ...facts.recent].map(({ ruleId }) => ruleId);
      if (ids.length === 0) return;
      const missing = random.pick(ids);
      if (!document.rules.some(({ id }) => id === missing)) return;
      const rolling = facts.rolling.filter(({ ruleId }) => ruleId !== missing);
      const recent = facts.recent.filter(({ ruleId }) => ruleId !== missing);
      expect(decided(document, { ...facts, rolling, recent }).outcome).toBe('deny');
    });
  });

  it('invariant 11: what is permitted is within every limit, or within the ceiling of an exception', () => {
    forCases({ policies: 300, facts: 20 }, ({ policy: { document }, facts }) => {
      const decision = decided(document, facts);
      if (decision.outcome !== 'permit') return;
      expect(decision.tier).not.toBeNull();
      for (const { measured, bound, ceiling, outcome } of decision.reasons) {
        if (measured === null || bound === null) continue;
        expect(BigInt(measured) <= BigInt(outcome === 'waived' ? (ceiling ?? '0') : bound)).toBe(true);
      }
    });
  });

  it('a bigger amount never makes a decision by the terms of the entry milder', () => {
    const random = new Random(seed);
    const near = () => 1 + random.int(2 ** 31 - 1);
    for (let index = 0; index < 500; index += 1) {
      const terms = {
        ...{ maxPerTransfer: random.once(2) ? null : String(near()), settledTransfers: random.int(2) },
        ...{ canary: random.once(2) ? null : String(near()), lookalikes: [] },
      };
      const [less, more] = [near(), near()]
        .sort((a, b) => a - b)
        .map((amount) =>
          rankOf(aPolicyDocument(), someFacts({ amount: String(amount), destination: { terms } })),
        );
      expect(more).toBeLessThanOrEqual(less ?? 0);
    }
  });

  it('invariant 17: stored facts give the same decision, byte for byte', () => {
    forCases({ policies: 80, facts: 6 }, ({ policy: { document }, facts }) => {
      const replayed = decided(
        PolicyDocumentSchema.parse(JSON.parse(canonicalJson(document))),
        parseFacts(JSON.parse(canonicalJson(printFacts(facts)))),
      );
      expect(canonicalJson(replayed)).toBe(canonicalJson(decided(document, facts)));
      expect(DecisionSchema.parse(JSON.parse(JSON.stringify(replayed)))).toEqual(replayed);
    });
  });
});
