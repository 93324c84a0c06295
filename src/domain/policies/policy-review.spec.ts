import { describe, expect, it } from '@jest/globals';
import { ETHER, OFFICER, OPERATOR, USDC, aPolicyDocument } from '../../../test/builders/policy.js';
import { reviewPolicy } from './policy-review.js';
import { REMARK_CODES } from './review-remark.js';

const fixed = { waivable: false };
const per = (id: string, max: string, more: Record<string, unknown> = {}) => ({
  ...{ id, kind: 'amount-per-transfer', assetId: USDC, max, ...fixed },
  ...more,
});
const rolling = (id: string, max: string, more: Record<string, unknown> = {}) => ({
  ...per(id, max),
  ...{ kind: 'rolling-amount', scope: 'safe', windowSeconds: 86_400 },
  ...more,
});
const assets = (id: string, ...assetIds: string[]) => ({ id, kind: 'asset-allowed', assetIds, ...fixed });
const hours = (id: string, more: Record<string, unknown>) => ({
  ...{ id, kind: 'business-hours', timeZone: 'UTC', days: ['mon'], from: '09:00', to: '17:00', ...fixed },
  ...more,
});
const tier = (name: string, upTo: string, more: Record<string, unknown> = { assetId: USDC }) => ({
  ...{ name, upTo, require: [{ group: 'treasury', count: 1 }] },
  ...more,
});
const sound = [assets('assets', USDC), per('per', '100'), rolling('day', '500')];
const tiers = [tier('small', '50'), tier('large', '100')];

interface Case {
  readonly name: string;
  readonly rules?: Record<string, unknown>[];
  readonly tiers?: Record<string, unknown>[];
  readonly remarks: readonly (readonly [code: string, ...about: string[]])[];
}

const dollars = { assetId: undefined, unit: 'usd' };
const CASES: readonly Case[] = [
  { name: 'a policy that is sound', remarks: [] },
  {
    name: 'a limit above another that always binds first',
    rules: [...sound, per('wide', '200')],
    remarks: [['LIMIT_SHADOWED', 'per', 'wide']],
  },
  {
    name: 'one and the same limit twice, once',
    rules: [...sound, per('twin', '100')],
    remarks: [['LIMIT_SHADOWED', 'per', 'twin']],
  },
  {
    name: 'a limit that an exception of the other reaches: nothing',
    rules: [
      assets('assets', USDC),
      per('per', '40', { waivable: true, ceiling: '100' }),
      rolling('day', '500'),
      per('hard', '80'),
    ],
    remarks: [['CEILING_UNREACHABLE', 'hard', 'per']],
  },
  {
    name: 'a rolling limit below the one per transfer',
    rules: [assets('assets', USDC), per('per', '100'), rolling('day', '80')],
    remarks: [['LIMIT_SHADOWED', 'day', 'per']],
  },
  {
    name: 'a rolling limit of some people below it: nothing',
    rules: [...sound, rolling('desk', '80', { scope: 'group', group: 'desk' })],
    remarks: [],
  },
  {
    name: 'a rolling limit within a longer one of all Safes',
    rules: [...sound, rolling('all', '400', { scope: 'asset', windowSeconds: 172_800 })],
    remarks: [['LIMIT_SHADOWED', 'all', 'day']],
  },
  {
    name: 'a rolling limit beside a shorter or narrower one: nothing',
    rules: [
      ...sound,
      rolling('hour', '200', { windowSeconds: 3_600 }),
      rolling('mine', '150', { scope: 'requester' }),
    ],
    remarks: [],
  },
  {
    name: 'a count within another',
    rules: [
      ...sound,
      { id: 'few', kind: 'rolling-count', scope: 'all', windowSeconds: 86_400, max: 3, ...fixed },
      { id: 'more', kind: 'rolling-count', scope: 'safe', windowSeconds: 3_600, max: 3, ...fixed },
    ],
    remarks: [['LIMIT_SHADOWED', 'few', 'more']],
  },
  {
    name: "a person's own limit above everybody's",
    rules: [
      ...sound,
      per('own', '100', { kind: 'requester-limit', personId: OPERATOR }),
      per('less', '99', { kind: 'requester-limit', personId: OFFICER }),
    ],
    remarks: [['LIMIT_SHADOWED', 'own', 'per']],
  },
  {
    name: 'a canary above every transfer, and one below',
    rules: [
      ...sound,
      per('bird', '100', { kind: 'first-transfer' }),
      per('egg', '1', { kind: 'first-transfer' }),
    ],
    remarks: [['LIMIT_SHADOWED', 'bird', 'egg']],
  },
  {
    name: 'a limit per transfer above the ceiling of what is hot',
    rules: [...sound, per('hot', '90', { kind: 'hot-side-ceiling' })],
    remarks: [['LIMIT_SHADOWED', 'hot', 'per']],
  },
  {
    name: 'limits in other units: nothing',
    rules: [...sound, per('usd', '5', dollars), rolling('usd-day', '50', { ...dollars, scope: 'all' })],
    remarks: [],
  },
  {
    name: 'a limit of nothing',
    rules: [...sound, per('junior', '0', { kind: 'requester-limit', personId: OPERATOR })],
    remarks: [['LIMIT_OF_NOTHING', 'junior']],
  },
  {
    name: 'an asset without a limit, and without a tier',
    rules: [assets('assets', USDC, ETHER), ...sound.slice(1)],
    remarks: [['ASSET_NOT_MOVABLE', 'assets'], ['ASSET_WITHOUT_TIER']],
  },
  {
    name: 'an asset with a tier in US dollars: nothing',
    rules: [
      ...[assets('assets', USDC, ETHER), ...sound.slice(1)],
      ...[per('ether', '1', { assetId: ETHER }), rolling('ether-day', '5', { assetId: ETHER })],
    ],
    tiers: [...tiers, tier('usd', '1000', { unit: 'usd' })],
    remarks: [],
  },
  {
    name: 'two lists of assets that have none in common',
    rules: [...sound, assets('others', ETHER)],
    remarks: [
      ['NO_ASSET_ALLOWED', 'assets', 'others'],
      ['RULE_WITHOUT_EFFECT', 'day'],
      ['RULE_WITHOUT_EFFECT', 'per'],
      ['TIER_WITHOUT_EFFECT', 'large'],
      ['TIER_WITHOUT_EFFECT', 'small'],
    ],
  },
  {
    name: 'a rule and a tier of an asset that may not move',
    rules: [...sound, per('ether', '5', { assetId: ETHER })],
    tiers: [...tiers, tier('ether', '5', { assetId: ETHER })],
    remarks: [
      ['RULE_WITHOUT_EFFECT', 'ether'],
      ['TIER_WITHOUT_EFFECT', 'ether'],
    ],
  },
  {
    name: 'a tier that no amount reaches',
    tiers: [...tiers, tier('huge', '1000')],
    remarks: [['TIER_UNREACHABLE', 'per', 'huge']],
  },
  {
    name: 'a tier that joined transfers reach: nothing',
    rules: [
      ...sound,
      {
        id: 'split',
        kind: 'structuring',
        assetId: USDC,
        scope: 'safe',
        windowSeconds: 3_600,
        margin: '0.1',
        ...fixed,
      },
    ],
    tiers: [...tiers, tier('huge', '1000')],
    remarks: [],
  },
  {
    name: 'exceptions above the highest tier',
    rules: [
      assets('assets', USDC),
      per('per', '100', { waivable: true, ceiling: '150' }),
      rolling('day', '500'),
    ],
    remarks: [['CEILING_UNREACHABLE', 'per', 'large']],
  },
  {
    name: 'joining without tiers',
    rules: [
      ...sound,
      {
        id: 'split',
        kind: 'structuring',
        unit: 'usd',
        scope: 'safe',
        windowSeconds: 3_600,
        margin: '0.1',
        ...fixed,
      },
    ],
    remarks: [['STRUCTURING_WITHOUT_TIERS', 'split']],
  },
  {
    name: 'hours that exclude each other',
    rules: [
      ...sound,
      hours('monday', {}),
      hours('later', { days: ['mon', 'tue'], from: '17:00', to: '18:00' }),
    ],
    remarks: [['HOURS_NEVER_OPEN', 'later', 'monday']],
  },
  {
    name: 'the two halves of a night',
    rules: [
      ...sound,
      hours('before-midnight', { from: '22:00', to: '24:00' }),
      hours('after-midnight', { from: '00:00', to: '06:00' }),
    ],
    remarks: [['HOURS_NEVER_OPEN', 'after-midnight', 'before-midnight']],
  },
  {
    name: 'a night of Sunday and the morning after: nothing',
    rules: [
      ...sound,
      hours('night', { days: ['sun'], from: '22:00', to: '06:00' }),
      hours('morning', { days: ['mon'], from: '05:59' }),
    ],
    remarks: [],
  },
  {
    name: 'a night of Monday and the morning before it',
    rules: [
      ...sound,
      hours('night', { from: '22:00', to: '06:00' }),
      hours('morning', { from: '00:00', to: '06:00' }),
    ],
    remarks: [['HOURS_NEVER_OPEN', 'morning', 'night']],
  },
  {
    name: 'hours in two zones that meet: nothing',
    rules: [
      ...sound,
      hours('london', { timeZone: 'Europe/London' }),
      hours('new-york', { timeZone: 'America/New_York', from: '08:00' }),
    ],
    remarks: [],
  },
  {
    name: 'hours in two zones that never meet',
    rules: [
      ...sound,
      hours('tokyo', { timeZone: 'Asia/Tokyo' }),
      hours('new-york', { timeZone: 'America/New_York' }),
    ],
    remarks: [['HOURS_NEVER_OPEN', 'new-york', 'tokyo']],
  },
  {
    name: 'hours of a few minutes: nothing',
    rules: [...sound, hours('quick', { from: '09:01', to: '09:02' })],
    remarks: [],
  },
];

describe(reviewPolicy.name, () => {
  it.each(CASES)('finds in $name', ({ rules = sound, tiers: given = tiers, remarks }) => {
    const found = reviewPolicy(aPolicyDocument({ rules, tiers: given }));
    expect(found.map(({ code, rules: ids, tiers: named }) => [code, ...ids, ...named])).toEqual(remarks);
    for (const { words } of found) expect(words).toMatch(/\.$/);
  });

  it('is tried on every code', () => {
    const codes = CASES.flatMap(({ remarks }) => remarks.map(([code]) => code));
    expect([...new Set(codes)].sort()).toEqual([...REMARK_CODES]);
  });

  it('finds the same in any order', () => {
    const rules = [
      ...sound,
      per('wide', '200'),
      assets('others', ETHER),
      hours('a', {}),
      hours('b', { days: ['tue'] }),
    ];
    const one = reviewPolicy(aPolicyDocument({ rules, tiers }));
    const other = reviewPolicy(aPolicyDocument({ rules: [...rules].reverse(), tiers: [...tiers].reverse() }));
    expect(other).toEqual(one);
  });
});
