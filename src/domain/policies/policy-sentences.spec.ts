import { describe, expect, it } from '@jest/globals';
import { ETHER, OPERATOR, USDC, aPolicyDocument } from '../../../test/builders/policy.js';
import { policySentences } from './policy-sentences.js';

const names = {
  asset: (id: string) => (id === USDC ? 'USDC' : 'ETH'),
  person: (id: string) => (id === OPERATOR ? 'Olga' : 'Nobody'),
};
const none = aPolicyDocument({ rules: [], tiers: [] });
const said = (rule: Record<string, unknown>) =>
  policySentences(none, aPolicyDocument({ rules: [{ id: 'r', ...rule }], tiers: [] }), names);

const fixed = { waivable: false };
const excepted = { waivable: true, ceiling: '20' };
const own = { assetId: USDC, max: '10' };
const dollars = { unit: 'usd', max: '10.5' };
const window = { windowSeconds: 86_400 };

describe(policySentences.name, () => {
  it.each([
    [
      { kind: 'destination-allowed', coolingOffSeconds: 60, ...fixed },
      'only destinations of the address book, 60 seconds after their approval.',
    ],
    [{ kind: 'asset-allowed', assetIds: [USDC, ETHER], ...fixed }, 'only ETH, USDC.'],
    [
      { kind: 'amount-per-transfer', ...own, ...fixed },
      'at most 10 USDC in one transfer, without exceptions.',
    ],
    [
      { kind: 'amount-per-transfer', ...dollars, ...excepted },
      'at most $10.5 in one transfer, with an exception up to 20.',
    ],
    [
      { kind: 'requester-limit', ...own, personId: OPERATOR, ...fixed },
      'at most 10 USDC in one transfer that "Olga" requests, without exceptions.',
    ],
    [
      { kind: 'first-transfer', ...own, ...fixed },
      'at most 10 USDC in one transfer until one has settled at the destination, without exceptions.',
    ],
    [
      { kind: 'hot-side-ceiling', ...own, ...fixed },
      'a destination holds at most 10 USDC after a transfer, without exceptions.',
    ],
    [
      { kind: 'hot-side-ceiling', ...dollars, ...fixed },
      'a destination holds at most $10.5 after a transfer of the asset that is transferred, without exceptions.',
    ],
    [
      { kind: 'safe-floor', assetId: USDC, min: '5', ...fixed },
      'at least 5 USDC stays in the Safe, without exceptions.',
    ],
    [
      { kind: 'safe-floor', assetId: USDC, min: '5', minShare: '0.2', ...excepted },
      'at least 5 USDC and at least 0.2 of the USDC that it holds stays in the Safe, with an exception for a transfer of up to 20 USDC.',
    ],
    [
      { kind: 'rolling-amount', ...own, ...window, scope: 'safe', ...fixed },
      'at most 10 USDC within 1 day for each Safe, without exceptions.',
    ],
    [
      { kind: 'rolling-amount', ...own, windowSeconds: 604_800, scope: 'asset', ...fixed },
      'at most 10 USDC within 7 days for all Safes together, without exceptions.',
    ],
    [
      { kind: 'rolling-amount', ...dollars, ...window, scope: 'all', ...fixed },
      'at most $10.5 within 1 day for all transfers together, without exceptions.',
    ],
    [
      { kind: 'rolling-amount', ...dollars, ...window, scope: 'group', group: 'desk', ...fixed },
      'at most $10.5 within 1 day for the people of the group desk together, without exceptions.',
    ],
    [
      { kind: 'rolling-count', ...window, scope: 'requester', max: 3, ...fixed },
      'at most 3 transfers within 1 day for each requester, without exceptions.',
    ],
    [
      { kind: 'rolling-count', ...window, scope: 'safe', assetId: ETHER, max: 3, waivable: true, ceiling: 5 },
      'at most 3 transfers of ETH within 1 day for each Safe, with an exception up to 5.',
    ],
    [
      {
        kind: 'business-hours',
        timeZone: 'Europe/Zurich',
        days: ['mon', 'fri'],
        from: '09:00',
        to: '17:00',
        ...fixed,
      },
      'only mon, fri from 09:00 to 17:00 in Europe/Zurich, without exceptions.',
    ],
    [
      {
        kind: 'business-hours',
        timeZone: 'UTC',
        days: ['mon'],
        from: '09:00',
        to: '17:00',
        holidays: ['2026-12-26', '2026-12-25'],
        waivable: true,
        ceiling: 1,
      },
      'only mon from 09:00 to 17:00 in UTC, not on 2026-12-25, 2026-12-26, with an exception up to 1.',
    ],
    [
      {
        ...{ kind: 'business-hours', timeZone: 'Europe/Zurich', days: ['fri'], from: '22:00', to: '06:00' },
        ...{ holidays: ['2026-12-25'], ...fixed },
      },
      'only fri from 22:00 to 06:00 of the next day in Europe/Zurich, not those that open on 2026-12-25, without exceptions.',
    ],
    [
      {
        kind: 'structuring',
        assetId: USDC,
        scope: 'requester',
        windowSeconds: 3_600,
        margin: '0.1',
        ...fixed,
      },
      'transfers of one requester within 1 hour that are each less than 0.1 of the end below the same end of a tier of USDC are joined, and confirmed as their sum, without exceptions.',
    ],
    [
      { kind: 'duplicate', windowSeconds: 5_400, ...fixed },
      'not the same amount of an asset from a Safe to a destination again within 90 minutes, without exceptions.',
    ],
  ])('says %j', (rule, words) => {
    expect(said(rule)).toEqual([`New: r: ${words}`]);
  });

  it('names what is and what was', () => {
    const rule = (max: string) =>
      aPolicyDocument({ rules: [{ id: 'r', kind: 'amount-per-transfer', ...own, max, ...fixed }] });
    expect(policySentences(rule('10'), rule('11'), names)).toEqual([
      'r: at most 11 USDC in one transfer, without exceptions. Before: r: at most 10 USDC in one transfer, without exceptions.',
    ]);
    expect(policySentences(rule('10'), aPolicyDocument({ rules: [] }), names)).toEqual([
      'No longer: r: at most 10 USDC in one transfer, without exceptions.',
    ]);
  });

  it('says tiers and prices, in whatever unit', () => {
    const require = [
      { group: 'treasury', count: 1 },
      { group: 'risk', count: 2 },
    ];
    const after = aPolicyDocument({
      rules: [],
      tiers: [
        { name: 'large', unit: 'usd', upTo: '1000', require },
        { name: 'small', assetId: USDC, upTo: '5', require, rekey: true },
      ],
      prices: [{ assetId: ETHER, usd: '4000' }],
    });
    expect(policySentences(none, after, names)).toEqual([
      'New: 1 ETH counts as $4000, or as more where a price feed says more.',
      'New: tier small: up to 5 USDC needs 1 of treasury and 2 of risk, who enter destination and amount before they see either.',
      'New: tier large: up to $1000 needs 1 of treasury and 2 of risk.',
    ]);
  });

  it('leaves out no member: two documents that differ read differently', () => {
    const changes: Record<string, unknown>[] = [
      ...[{}, { maxExpirySeconds: 60 }, { maxPromptsPerHour: 3 }, { maxPromptsPerHour: 4 }],
      { exceptionQuorum: [{ group: 'compliance', count: 2 }] },
    ];
    const documents = changes.map((change) => aPolicyDocument(change));
    for (const before of documents) {
      for (const after of documents.filter((each) => each !== before)) {
        const [said] = policySentences(before, after, names);
        expect(said).not.toBe('The policy is called "Treasury".');
      }
    }
    expect(policySentences(aPolicyDocument(), aPolicyDocument({ name: 'Other' }), names)).toEqual([
      'The policy is called "Other".',
    ]);
    expect(policySentences(aPolicyDocument(), aPolicyDocument({ maxPromptsPerHour: 3 }), names)).toEqual([
      'New: People are asked about at most 3 clearances of one requester within an hour.',
    ]);
  });
});
