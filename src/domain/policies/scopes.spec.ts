import { describe, expect, it } from '@jest/globals';
import {
  ETHER,
  HOT_WALLET,
  OPERATOR,
  SAFE,
  USDC,
  aPolicyDocument,
  aRollingRule,
  someFacts,
} from '../../../test/builders/policy.js';
import { reservationScopes, scopeKeys } from './scopes.js';
import { recentWindows, rollingWindows } from './windows.js';

const AMOUNT = 1_500_000_000n;

describe(reservationScopes.name, () => {
  it('invariant 11: names every budget in every unit, so that a limit added later finds what was moved', () => {
    const subjects = [
      ...['all:*', `asset:${USDC}`, `destination:${HOT_WALLET}`],
      ...['group:desk', `requester:${OPERATOR}`, `safe:${SAFE}`],
    ];
    expect(reservationScopes(someFacts(), { amount: AMOUNT, usd: 7n })).toEqual(
      subjects.flatMap((subject) => [
        { scope: `${subject}:${USDC}`, amount: AMOUNT },
        { scope: `${subject}:count`, amount: 1n },
        { scope: `${subject}:count@${USDC}`, amount: 1n },
        { scope: `${subject}:usd`, amount: 7n },
      ]),
    );
  });

  it('counts in each group of the requester once', () => {
    const facts = someFacts({ requester: { groups: ['b', 'a', 'a-0', 'b', 'a0'] } });
    const scopes = reservationScopes(facts, { amount: 1n, usd: null }).map(({ scope }) => scope);
    expect(scopes.filter((scope) => scope.endsWith(':count') && scope.startsWith('group:'))).toEqual([
      'group:a-0:count',
      'group:a0:count',
      'group:a:count',
      'group:b:count',
    ]);
    expect(scopes).toEqual([...new Set(scopes)].sort());
  });

  it('counts nothing in US dollars without a price', () => {
    const scopes = reservationScopes(someFacts(), { amount: AMOUNT, usd: null });
    expect(scopes.some(({ scope }) => scope.endsWith(':usd'))).toBe(false);
  });

  it('throws without a destination', () => {
    const facts = someFacts({ destination: null });
    expect(() => reservationScopes(facts, { amount: 1n, usd: null })).toThrow('no destination');
  });
});

describe(scopeKeys.name, () => {
  it('invariant 11: names what could be reserved in whether or not there is a price', () => {
    const reserved = reservationScopes(someFacts(), { amount: AMOUNT, usd: 7n });
    expect(scopeKeys(someFacts())).toEqual(reserved.map(({ scope }) => scope));
  });
});

describe(rollingWindows.name, () => {
  const dollars = { assetId: undefined, unit: 'usd', max: '100' };
  const written = [
    aRollingRule(),
    aRollingRule({ id: 'per-week', windowSeconds: 604_800, scope: 'destination' }),
    aRollingRule({ id: 'ether', assetId: ETHER }),
    aRollingRule({ id: 'everywhere', scope: 'asset' }),
    aRollingRule({ id: 'desk', scope: 'group', group: 'desk' }),
    aRollingRule({ id: 'others', scope: 'group', group: 'others' }),
    aRollingRule({ id: 'dollars', ...dollars, scope: 'all' }),
    aRollingRule({ id: 'unreadable', max: '1.0000001' }),
    aRollingRule({ id: 'times', kind: 'rolling-count', assetId: undefined, scope: 'requester', max: 3 }),
    aRollingRule({ id: 'times-of-it', kind: 'rolling-count', scope: 'safe', max: 4 }),
  ];
  const rules = written.map((rule) => JSON.parse(JSON.stringify(rule)) as unknown);
  const prices = [{ assetId: USDC, usd: '1.5' }];
  const asked = (document: Record<string, unknown>, facts = someFacts()) =>
    rollingWindows(aPolicyDocument({ rules, ...document }), facts);

  it('asks for one sum for each rolling rule about the transfer, in the unit of the rule', () => {
    const day = { windowSeconds: 86_400, amount: AMOUNT, max: 5_000_000_000n };
    expect(asked({ prices })).toEqual([
      { ruleId: 'per-day', scopeKey: `safe:${SAFE}:${USDC}`, ...day },
      { ruleId: 'per-week', scopeKey: `destination:${HOT_WALLET}:${USDC}`, ...day, windowSeconds: 604_800 },
      { ruleId: 'everywhere', scopeKey: `asset:${USDC}:${USDC}`, ...day },
      { ruleId: 'desk', scopeKey: `group:desk:${USDC}`, ...day },
      { ruleId: 'dollars', scopeKey: 'all:*:usd', ...day, amount: 2_250_000_000n, max: 100_000_000n },
      { ruleId: 'times', scopeKey: `requester:${OPERATOR}:count`, ...day, amount: 1n, max: 3n },
      { ruleId: 'times-of-it', scopeKey: `safe:${SAFE}:count@${USDC}`, ...day, amount: 1n, max: 4n },
    ]);
  });

  it('leaves out sums in US dollars while there is no price', () => {
    expect(asked({}).map(({ ruleId }) => ruleId)).not.toContain('dollars');
  });

  it('asks for nothing that it does not lock', () => {
    const keys = scopeKeys(someFacts());
    for (const { scopeKey } of asked({ prices })) expect(keys).toContain(scopeKey);
  });
});

describe(recentWindows.name, () => {
  const structuring = {
    ...{ kind: 'structuring', assetId: USDC, scope: 'requester' },
    ...{ windowSeconds: 3_600, margin: '0.1', waivable: false },
  };
  const rules = [
    { ...structuring, id: 'split' },
    { ...structuring, id: 'split-ether', assetId: ETHER },
    { ...structuring, id: 'split-dollars', assetId: undefined, unit: 'usd', scope: 'destination' },
    { id: 'twice', kind: 'duplicate', windowSeconds: 7_200, waivable: false },
  ].map((rule) => JSON.parse(JSON.stringify(rule)) as unknown);

  it('asks for the transfers that each rule compares with', () => {
    const [same, split] = [
      { windowSeconds: 7_200, safeId: SAFE, assetId: USDC, destinationId: HOT_WALLET, amount: AMOUNT },
      { windowSeconds: 3_600, kind: 'structuring' },
    ];
    expect(recentWindows(aPolicyDocument({ rules }), someFacts())).toEqual([
      { ruleId: 'split', ...split, requesterId: OPERATOR, assetId: USDC },
      { ruleId: 'split-dollars', ...split, destinationId: HOT_WALLET },
      { ruleId: 'twice', kind: 'duplicate', ...same },
    ]);
  });
});
