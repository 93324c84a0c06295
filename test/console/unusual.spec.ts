import { describe, expect, it } from '@jest/globals';
import { type Ground, unusualIn } from '../../console/signing/sheet/unusual.js';

/** Noon on a Tuesday by any clock between London and Berlin. */
const noon = new Date(2026, 10, 24, 12).toISOString();

const usual = { count: 41, largest: '100', last: '20', firstToDestination: false };
const reason = {
  ...{ rule: 'eth-per-transfer', kind: 'policy', code: null, unit: null, measured: null, bound: null },
  ...{ headroom: null, waivable: true, ceiling: null, exceptionIds: [] },
} as const;

function ground(
  transfer: Partial<Ground['transfer']> = {},
  entry: Partial<Ground['entry']> = {},
  person = 'per_amos',
): Ground {
  return {
    transfer: {
      ...{ amountUnits: '5000', asset: { id: 'ast', symbol: 'sUSD', decimals: 2, address: '0x' } },
      ...{ usual, decision: null, revision: 1, revisions: [], confirmations: [], createdAt: noon },
      ...transfer,
    },
    entry: {
      ...{ label: 'Hot wallet 1', approvedAt: '2026-08-03T00:00:00Z', lookalikes: [] },
      control: { kind: 'eoa', signature: '0x', challenge: '', expiresAt: '' },
      ...entry,
    },
    ...{ person, now: Date.parse(noon) },
  };
}

const said = (...args: Parameters<typeof ground>) =>
  unusualIn(ground(...args)).map(({ what, how }) => `${what} ${how}`);

const stale = (person: string, personName: string) =>
  ({
    person,
    personName,
    status: 'stale',
    decision: 'confirm',
  }) as Ground['transfer']['confirmations'][number];

describe(unusualIn.name, () => {
  it('finds nothing in what is as always', () => {
    expect(said()).toEqual([]);
  });

  it.each([
    ['24000', '2.4 times the largest transfer to Hot wallet 1 in 90 days, which was 100 sUSD'],
    ['10001', 'More than the largest transfer to Hot wallet 1 in 90 days, which was 100 sUSD'],
    [
      '100000000000000000000000000',
      '10000000000000000000000.0 times the largest transfer to Hot wallet 1 in 90 days, which was 100 sUSD',
    ],
  ])('compares %s with the largest, exactly', (amountUnits, words) => {
    expect(said({ amountUnits })).toEqual([words]);
  });

  it('takes the largest itself for usual, and what is masked for nothing', () => {
    expect(said({ amountUnits: '10000' })).toEqual([]);
    expect(said({ amountUnits: null, usual: null })).toEqual([]);
  });

  it('tells the first transfer of all from the first of an asset', () => {
    const first = { count: 0, largest: null, last: null, firstToDestination: true };
    expect(said({ usual: first })).toEqual([
      'First transfer to this address: nothing has ever settled to Hot wallet 1',
    ]);
    expect(said({ usual: { ...first, firstToDestination: false } })).toEqual([
      'No sUSD in 90 days: none has settled to Hot wallet 1 in this time',
    ]);
  });

  it.each([
    [0, ['The entry is new: Hot wallet 1 was approved today']],
    [1, ['The entry is new: Hot wallet 1 was approved yesterday']],
    [6, ['The entry is new: Hot wallet 1 was approved 6 days ago']],
    [7, []],
  ])('calls an entry new for a week: %s days', (days, words) => {
    const approvedAt = new Date(Date.parse(noon) - days * 86_400_000).toISOString();
    expect(said({}, { approvedAt })).toEqual(words);
  });

  it('says who had confirmed before the revision, and whether it was the reader', () => {
    const revisions = [
      { revision: 1, clearedAt: noon, because: "the Safe's nonce is 7, cleared for 6", staleAt: noon },
      { revision: 2, clearedAt: noon, because: null, staleAt: null },
    ];
    const confirmations = [stale('per_tariq', 'Tariq'), stale('per_ada', 'Ada')];
    const of = (person: string) => said({ revision: 2, revisions, confirmations }, {}, person);
    expect(of('per_amos')).toEqual([
      "Revision 2 after Tariq and Ada had confirmed: the Safe's nonce is 7, cleared for 6",
    ]);
    expect(of('per_ada')).toEqual(["Revision 2 since you confirmed: the Safe's nonce is 7, cleared for 6"]);
    expect(said({ revision: 2, revisions })).toEqual(["Revision 2: the Safe's nonce is 7, cleared for 6"]);
  });

  it('says when it was requested if nobody works then', () => {
    const at = (hour: number, day = 24) =>
      said({ createdAt: new Date(2026, 10, day, hour, 12).toISOString() });
    expect(at(6)).toEqual(['Requested outside office hours: Tuesday 06:12']);
    expect(at(7)).toEqual([]);
    expect(at(20)).toEqual(['Requested outside office hours: Tuesday 20:12']);
    expect(at(12, 28)).toEqual(['Requested outside office hours: Saturday 12:12']);
  });

  it('puts the worst first: who gets it, how much, what is waived, what changed, when', () => {
    const decision = {
      ...{ stage: 'relay', outcome: 'permit', policyVersion: 1, policyHash: '0x', tier: null },
      reasons: [{ ...reason, outcome: 'waived', words: 'Above the limit of 50 ETH.' }],
    } as unknown as NonNullable<Ground['transfer']['decision']>;
    const found = said(
      {
        ...{ amountUnits: '24000', decision, revision: 2 },
        createdAt: new Date(2026, 10, 24, 3).toISOString(),
      },
      {
        approvedAt: noon,
        control: { kind: 'none', reason: 'an exchange takes no challenge' },
        lookalikes: [{ address: '0x1BcB', difference: 'equal at both ends' }],
      },
    );
    expect(found.map((each) => each.split(':')[0])).toEqual([
      'Another address looks like it',
      'Nobody has proven control of it',
      '2.4 times the largest transfer to Hot wallet 1 in 90 days, which was 100 sUSD',
      'The entry is new',
      'An exception is used',
      'Revision 2',
      'Requested outside office hours',
    ]);
  });
});
