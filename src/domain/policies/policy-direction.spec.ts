import { describe, expect, it } from '@jest/globals';
import { ETHER, OPERATOR, USDC, aPolicyDocument } from '../../../test/builders/policy.js';
import { policyDirection } from './policy-direction.js';

type Change = Record<string, unknown>;
const LIMITED = { assetId: USDC, max: '10', waivable: true, ceiling: '20' };
const ROLLING = { ...LIMITED, scope: 'safe', windowSeconds: 7_200 };

/** One rule of each kind, in the middle of what it may be. */
const RULES: Record<string, Change> = {
  'destination-allowed': { coolingOffSeconds: 60, waivable: false },
  'asset-allowed': { assetIds: [USDC, ETHER], waivable: false },
  'amount-per-transfer': LIMITED,
  'requester-limit': { ...LIMITED, personId: OPERATOR },
  'first-transfer': LIMITED,
  'hot-side-ceiling': LIMITED,
  'safe-floor': { assetId: USDC, min: '5', minShare: '0.2', waivable: true, ceiling: '20' },
  'rolling-amount': ROLLING,
  'rolling-count': { scope: 'requester', windowSeconds: 7_200, max: 3, waivable: true, ceiling: 5 },
  'business-hours': {
    ...{ timeZone: 'Europe/Zurich', days: ['mon', 'tue'], from: '09:00', to: '17:00' },
    ...{ holidays: ['2026-12-25'], waivable: true, ceiling: 1 },
  },
  structuring: {
    ...{ assetId: USDC, scope: 'requester', windowSeconds: 7_200, margin: '0.1' },
    ...{ waivable: true, ceiling: '100' },
  },
  duplicate: { windowSeconds: 7_200, waivable: true, ceiling: 3 },
};

const LESS = { waivable: false, ceiling: undefined };
const limitCases = {
  tighter: [{ max: '9' }, { ceiling: '15' }, LESS],
  looser: [{ max: '11' }, { ceiling: '21' }],
};
const CASES: Record<string, { tighter: Change[]; looser: Change[] }> = {
  'destination-allowed': { tighter: [{ coolingOffSeconds: 61 }], looser: [{ coolingOffSeconds: 59 }] },
  'asset-allowed': { tighter: [{ assetIds: [ETHER] }], looser: [{ assetIds: [USDC, OTHER()] }] },
  'amount-per-transfer': limitCases,
  'requester-limit': limitCases,
  'first-transfer': limitCases,
  'hot-side-ceiling': limitCases,
  'safe-floor': {
    tighter: [{ min: '6' }, { minShare: '0.25' }, { ceiling: '19' }, LESS],
    looser: [
      { min: '4' },
      { min: undefined },
      { minShare: '0.1' },
      { minShare: undefined },
      { ceiling: '21' },
    ],
  },
  'rolling-amount': {
    tighter: [...limitCases.tighter, { windowSeconds: 7_201 }],
    looser: [...limitCases.looser, { windowSeconds: 7_199 }, { scope: 'requester' }],
  },
  'rolling-count': {
    tighter: [{ max: 2 }, { ceiling: 4 }, LESS, { windowSeconds: 7_201 }],
    looser: [{ max: 4 }, { ceiling: 6 }, { windowSeconds: 7_199 }, { assetId: USDC }],
  },
  'business-hours': {
    tighter: [
      { days: ['tue'] },
      { from: '09:01' },
      { to: '16:59' },
      { holidays: ['2026-12-25', '2026-12-26'] },
      LESS,
    ],
    looser: [
      ...[{ days: ['mon', 'tue', 'wed'] }, { from: '08:59' }, { to: '17:01' }],
      ...[{ holidays: ['2026-12-26'] }, { holidays: undefined }, { timeZone: 'Europe/Berlin' }],
    ],
  },
  structuring: {
    tighter: [{ windowSeconds: 7_201 }, { margin: '0.11' }, { ceiling: '99' }, LESS],
    looser: [{ windowSeconds: 7_199 }, { margin: '0.09' }, { ceiling: '101' }, { scope: 'destination' }],
  },
  duplicate: {
    tighter: [{ windowSeconds: 7_201 }, { ceiling: 2 }, LESS],
    looser: [{ windowSeconds: 7_199 }, { ceiling: 4 }],
  },
};

function OTHER(): string {
  return USDC.replace(/0001$/, '0009');
}

const of = (group: string, count: number) => [{ group, count }];
const byEvm = (list: ReturnType<typeof of>) => list.map((each) => ({ ...each, keys: 'evm' }));
const TIERS = [
  { name: 'small', assetId: USDC, upTo: '50', require: of('treasury', 1) },
  { name: 'large', assetId: USDC, upTo: '100', require: of('treasury', 2) },
];
const withRules = (rules: Change[], more: Change = {}) => aPolicyDocument({ tiers: TIERS, rules, ...more });
const ruleOf = (kind: string, change: Change = {}): Change => ({
  id: 'rule',
  kind,
  ...RULES[kind],
  ...change,
});

describe(policyDirection.name, () => {
  const kinds = Object.keys(RULES);
  const listed = (way: 'tighter' | 'looser') =>
    kinds.flatMap((kind) =>
      (CASES[kind]?.[way] ?? []).map((change) => ({ kind, change, says: JSON.stringify(change) })),
    );

  it('tries every kind of rule both ways', () => {
    for (const kind of kinds) {
      expect(CASES[kind]?.tighter.length).toBeGreaterThan(0);
      expect(CASES[kind]?.looser.length).toBeGreaterThan(0);
    }
  });

  it.each(listed('tighter'))('tightens: $kind with $says', ({ kind, change }) => {
    const [before, after] = [withRules([ruleOf(kind)]), withRules([ruleOf(kind, change)])];
    expect(policyDirection(before, after)).toBe('tightens');
    expect(policyDirection(after, before)).toBe('loosens');
  });

  it.each(listed('looser'))('loosens: $kind with $says', ({ kind, change }) => {
    expect(policyDirection(withRules([ruleOf(kind)]), withRules([ruleOf(kind, change)]))).toBe('loosens');
  });

  it.each(kinds)('invariant 13: a %s rule less loosens, and so does another unit', (kind) => {
    expect(policyDirection(withRules([ruleOf(kind)]), withRules([]))).toBe('loosens');
    const other = RULES[kind];
    if (!other || !('assetId' in other) || kind === 'safe-floor') return;
    const dollars = withRules([ruleOf(kind, { assetId: undefined, unit: 'usd' })]);
    expect(policyDirection(withRules([ruleOf(kind)]), dollars)).toBe('loosens');
  });

  describe('a rule more', () => {
    const needed = ['destination-allowed', 'asset-allowed', 'amount-per-transfer', 'rolling-amount'];
    const more = (kind: string, change: Change = {}) =>
      policyDirection(withRules([]), withRules([ruleOf(kind, change)]));

    it.each(kinds.filter((kind) => !needed.includes(kind)))('of the kind %s tightens', (kind) => {
      expect(more(kind)).toBe('tightens');
    });

    it.each(needed)('of the kind %s opens what was closed for the lack of it', (kind) => {
      expect(more(kind)).toBe('loosens');
    });

    it('in US dollars opens nothing: it is not what was lacking', () => {
      const dollars = { assetId: undefined, unit: 'usd' };
      expect(more('amount-per-transfer', dollars)).toBe('tightens');
      expect(more('rolling-amount', dollars)).toBe('tightens');
    });

    it('opens where only a group had one', () => {
      const group = withRules([ruleOf('rolling-amount', { scope: 'group', group: 'desk' })]);
      const both = (change: Change) =>
        withRules([
          ruleOf('rolling-amount', { scope: 'group', group: 'desk' }),
          ruleOf('rolling-amount', { id: 'more', ...change }),
        ]);
      expect(policyDirection(group, both({}))).toBe('loosens');
      expect(policyDirection(group, both({ scope: 'group', group: 'night' }))).toBe('loosens');
      expect(policyDirection(group, both({ scope: 'group', group: 'desk' }))).toBe('tightens');
    });
  });

  describe('invariant 22: a number that may be none of the asset', () => {
    it.each(['amount-per-transfer', 'rolling-amount', 'hot-side-ceiling'])(
      'in %s denied everything',
      (kind) => {
        const fine = ruleOf(kind, { max: '9.00000000000000001' });
        expect(policyDirection(withRules([fine]), withRules([ruleOf(kind, { max: '9' })]))).toBe('loosens');
        const ceiling = ruleOf(kind, { ceiling: '20.00000000000000001' });
        expect(policyDirection(withRules([ceiling]), withRules([ruleOf(kind)]))).toBe('loosens');
        expect(policyDirection(withRules([ceiling]), withRules([ruleOf(kind, LESS)]))).toBe('loosens');
      },
    );
  });

  describe('tiers', () => {
    const dollars = { name: 'usd', unit: 'usd', upTo: '1000', require: of('risk', 1) };
    const allowed = [{ id: 'assets', kind: 'asset-allowed', assetIds: [USDC], waivable: false }];
    const change = (before: unknown[], after: unknown[], rules: Change[] = allowed) =>
      policyDirection(aPolicyDocument({ rules, tiers: before }), aPolicyDocument({ rules, tiers: after }));

    it.each([
      { name: 'a higher quorum', after: [TIERS[0], { ...TIERS[1], require: of('treasury', 3) }] },
      { name: 'a lower end of the first', after: [{ ...TIERS[0], upTo: '40' }, TIERS[1]] },
      { name: 'a lower end of the last', after: [TIERS[0], { ...TIERS[1], upTo: '90' }] },
      { name: 'EVM keys alone', after: [TIERS[0], { ...TIERS[1], require: byEvm(of('treasury', 2)) }] },
      {
        name: 'an EVM key for one of two',
        after: [TIERS[0], { ...TIERS[1], require: [...of('treasury', 1), ...byEvm(of('treasury', 1))] }],
      },
      { name: 'none at all', after: [] },
      { name: 'one in US dollars besides', after: [...TIERS, dollars] },
    ])('tighten with $name', ({ after }) => {
      expect(change(TIERS, after)).toBe('tightens');
      expect(change(after, TIERS)).toBe('loosens');
    });

    it('loosen by one in US dollars where an asset has none of its own', () => {
      const two = [{ ...allowed[0], assetIds: [USDC, ETHER] }];
      expect(change(TIERS, [...TIERS, dollars], two)).toBe('loosens');
      expect(change([], [dollars])).toBe('loosens');
    });

    it('loosen without those of the asset where those in US dollars remain', () => {
      expect(change([...TIERS, dollars], [dollars])).toBe('loosens');
      expect(change([dollars], [...TIERS, dollars])).toBe('tightens');
    });
  });

  describe('joined transfers', () => {
    const split = ruleOf('structuring', LESS);

    it('are asked less where a larger amount is', () => {
      const falling = [TIERS[0], { ...TIERS[1], require: of('risk', 1) }];
      const [before, after] = [withRules([], { tiers: falling }), withRules([split], { tiers: falling })];
      expect(policyDirection(before, after)).toBe('loosens');
    });

    it('are others where an end of a tier moves', () => {
      const moved = [{ ...TIERS[0], upTo: '40' }, TIERS[1]];
      expect(policyDirection(withRules([split]), withRules([split], { tiers: moved }))).toBe('loosens');
    });
  });

  describe('prices', () => {
    const priced = (usd: string | null, more: Change = {}) =>
      aPolicyDocument({ ...more, ...(usd === null ? {} : { prices: [{ assetId: USDC, usd }] }) });

    it.each([
      ['1', '1.1', 'tightens'],
      ['1', '1.0', 'tightens'],
      ['1', '0.9', 'loosens'],
      ['1', null, 'loosens'],
      [null, '1', 'loosens'],
    ] as const)('from %s to %s: %s', (before, after, direction) => {
      expect(policyDirection(priced(before), priced(after))).toBe(direction);
    });

    it('loosen by a higher one where another tier in US dollars asks less, or where values are joined', () => {
      const tier = (name: string, upTo: string, group: string) => ({
        name,
        unit: 'usd',
        upTo,
        require: of(group, 1),
      });
      const falling = { tiers: [...TIERS, tier('a', '10', 'risk'), tier('b', '20', 'treasury')] };
      expect(policyDirection(priced('1', falling), priced('2', falling))).toBe('loosens');
      const rules = [ruleOf('structuring', { ...LESS, assetId: undefined, unit: 'usd' })];
      const joining = { tiers: [...TIERS, tier('a', '10', 'risk')], rules };
      expect(policyDirection(priced('1', joining), priced('2', joining))).toBe('loosens');
    });
  });

  it('tightens by nothing at all, and by another name', () => {
    expect(policyDirection(aPolicyDocument(), aPolicyDocument({ name: 'Other' }))).toBe('tightens');
  });

  it.each([
    { name: 'fewer for an exception', before: { exceptionQuorum: of('compliance', 2) }, after: {} },
    {
      name: 'an exception by any key',
      before: { exceptionQuorum: byEvm(of('compliance', 1)) },
      after: { exceptionQuorum: of('compliance', 1) },
    },
    { name: 'a longer life', before: {}, after: { maxExpirySeconds: 86_401 } },
    { name: 'what cannot be compared', before: { maxPromptsPerHour: 5 }, after: { maxPromptsPerHour: 4 } },
  ])('loosens by $name', ({ before, after }) => {
    expect(policyDirection(aPolicyDocument(before), aPolicyDocument(after))).toBe('loosens');
  });

  describe('of hours over midnight', () => {
    const night = (from: string, to: string) => {
      const hours = { ...RULES['business-hours'], id: 'hours', kind: 'business-hours', from, to };
      return aPolicyDocument({ rules: [...aPolicyDocument().rules, hours] });
    };

    it.each([
      ['22:00-06:00', '23:00-05:00', 'tightens'],
      ['22:00-06:00', '22:00-24:00', 'tightens'],
      ['22:00-06:00', '22:30-23:00', 'tightens'],
      ['18:00-24:00', '18:00-00:00', 'tightens'],
      ['18:00-00:00', '18:00-24:00', 'tightens'],
      ['09:00-17:00', '22:00-06:00', 'loosens'],
      ['22:00-06:00', '22:00-06:01', 'loosens'],
      ['22:00-06:00', '21:59-06:00', 'loosens'],
      // Within the night by the clock, but of the day that it would open on.
      ['22:00-06:00', '00:00-06:00', 'loosens'],
      ['22:00-24:00', '22:00-00:01', 'loosens'],
    ])('%s to %s %s', (before, after, direction) => {
      const [one, other] = [before, after].map((each) => night(...(each.split('-') as [string, string])));
      if (!one || !other) throw new Error('two documents');
      expect(policyDirection(one, other)).toBe(direction);
    });
  });
});
