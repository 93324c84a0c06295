import { describe, expect, it } from '@jest/globals';
import { aPolicyDocument } from '../../../test/builders/policy.js';
import { type EvmKey, type Person, type Role, evmKeyId } from '../identity/person.js';
import type { PolicyDocument } from '../policies/policy.js';
import { parseAddress, addressFromHex } from '../values/address.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type CoveredWay, type DutyWorld, coverWay, dutiesOf, waysOf } from './coverage.js';

const NOW = unixSeconds(1_000);
const OWNER_ADDRESSES = ['11', '22', '33'].map((byte) => addressFromHex(`0x${byte.repeat(20)}`));
const SAFE = {
  id: parseId('safe', 'safe_01a20000-0000-7000-8000-000000000001'),
  label: 'Cold 1',
  owners: OWNER_ADDRESSES,
  threshold: 2,
};

let count = 0;

interface Wanted {
  readonly roles?: readonly Role[];
  readonly groups?: readonly string[];
  /** Which of the Safe's owners they sign for. */
  readonly owns?: readonly number[];
  readonly change?: Partial<Person>;
  readonly keyChange?: Partial<EvmKey>;
}

function person(
  name: string,
  { roles = [], groups = [], owns = [], change, keyChange }: Wanted = {},
): Person {
  count += 1;
  const id = parseId('per', `per_01a20000-0000-7000-8000-${String(count).padStart(12, '0')}`);
  const address = addressFromHex(`0x${count.toString(16).padStart(40, '0')}`);
  const key = (purpose: EvmKey['purpose'], at: EvmKey['address']): EvmKey => ({
    ...{ kind: 'evm', id: evmKeyId(at), address: at, purpose, activeFrom: unixSeconds(1), revokedAt: null },
    ...keyChange,
  });
  const keys = [
    key('confirmation', address),
    ...owns.map((index) => key('owner', OWNER_ADDRESSES[index] ?? parseAddress('0x'))),
  ];
  return { id, name, roles, groups, removedAt: null, keys, accounts: [], ...change };
}

const tessa = person('Tessa', { roles: ['operator'] });
const ada = person('Ada', { roles: ['approver'], groups: ['treasury'] });
const rita = person('Rita', { roles: ['approver'], groups: ['risk'] });
const otto = person('Otto', { roles: ['signer'], owns: [0] });
const odile = person('Odile', { roles: ['signer'], owns: [1] });
const everybody = [tessa, ada, rita, otto, odile];

/** One tier that asks for one of the treasury and one of risk, unless it is changed. */
function world(
  people: readonly Person[],
  require = 'treasury risk',
  change: Partial<PolicyDocument> = {},
): DutyWorld {
  const asked = require.split(' ').map((group) => ({ group, count: 1 }));
  const document = aPolicyDocument();
  const [tier] = document.tiers;
  if (!tier) throw new Error('the policy has no tier');
  const policy = { ...document, tiers: [{ ...tier, require: asked }], ...change };
  return { people, safes: [SAFE], policy, quorums: [], now: NOW };
}

function covered(people: readonly Person[], require?: string): CoveredWay {
  const given = world(people, require);
  const [way] = waysOf(given);
  if (way?.kind !== 'tier') throw new Error('there is no way');
  return coverWay(way, given);
}

const namesIn = ({ movers }: CoveredWay): string[][] =>
  movers.sets.map((set) => set.map(({ name }) => name).sort());

describe(coverWay.name, () => {
  it('invariant 10: needs everybody where there is nobody to spare', () => {
    const way = covered(everybody);
    expect(namesIn(way)).toEqual([['Ada', 'Odile', 'Otto', 'Rita', 'Tessa']]);
    expect(way.movers.indispensable).toHaveLength(5);
    expect([way.missing, way.unmapped]).toEqual([[], [OWNER_ADDRESSES[2]]]);
  });

  it('invariant 10: is nobody without an operator', () => {
    const way = covered([ada, rita, otto, odile]);
    expect([way.movers.size, way.missing]).toEqual([null, ['nobody may request']]);
  });

  it('invariant 10: is nobody where the requester is the only approver', () => {
    const only = person('Only', { roles: ['operator', 'approver'], groups: ['treasury'] });
    const way = covered([only, rita, otto, odile]);
    expect([way.movers.size, way.missing]).toEqual([null, ['confirmations: 1 place stays open']]);
    expect(namesIn(covered([only, tessa, rita, otto, odile]))).toEqual([
      ['Odile', 'Only', 'Otto', 'Rita', 'Tessa'],
    ]);
  });

  it('invariant 10: counts one person in two groups once', () => {
    const amos = person('Amos', { roles: ['approver'], groups: ['treasury', 'risk'] });
    expect(covered([tessa, amos, otto, odile]).movers.size).toBeNull();
    expect(namesIn(covered([tessa, amos, ada, otto, odile]))).toEqual([
      ['Ada', 'Amos', 'Odile', 'Otto', 'Tessa'],
    ]);
  });

  it('invariant 10: is nobody where the requester is needed as an owner', () => {
    const orson = person('Orson', { roles: ['operator', 'signer'], owns: [1] });
    const way = covered([orson, ada, rita, otto]);
    expect([way.movers.size, way.missing]).toEqual([null, ['needs 2 owners, 1 can sign: Otto']]);
  });

  it('lets a confirmer sign as an owner of the same transfer, as the gates do', () => {
    const both = person('Both', { roles: ['approver', 'signer'], groups: ['risk'], owns: [1] });
    const way = covered([tessa, ada, both, otto]);
    expect(namesIn(way)).toEqual([['Ada', 'Both', 'Otto', 'Tessa']]);
    expect(way.movers.sets[0]?.find(({ name }) => name === 'Both')?.parts).toEqual([
      { part: 'confirm', group: 'risk' },
      { part: 'sign', owners: 1 },
    ]);
  });

  it('lets one person sign for two owners whose keys they hold, as the gates do', () => {
    const twice = person('Twice', { roles: ['signer'], owns: [0, 1] });
    expect(namesIn(covered([tessa, ada, rita, twice]))).toEqual([['Ada', 'Rita', 'Tessa', 'Twice']]);
  });

  const gone: readonly (readonly [string, Wanted])[] = [
    ['who was removed', { change: { removedAt: unixSeconds(5) } }],
    ['whose keys are revoked', { keyChange: { revokedAt: unixSeconds(5) } }],
    ['whose keys are in their cooling-off', { keyChange: { activeFrom: unixSeconds(NOW + 1) } }],
  ];
  it.each(gone)('counts nobody %s', (_, change) => {
    const wanted: readonly (readonly [string, Wanted])[] = [
      ['Tessa', { roles: ['operator'] }],
      ['Ada', { roles: ['approver'], groups: ['treasury'] }],
      ['Otto', { roles: ['signer'], owns: [0] }],
    ];
    for (const [name, own] of wanted) {
      const people = everybody.map((each) =>
        each.name === name ? person(name, { ...own, ...change }) : each,
      );
      expect([name, covered(people).movers.size]).toEqual([name, null]);
    }
  });

  it('counts nobody without the role of the act', () => {
    for (const name of ['Tessa', 'Ada', 'Rita', 'Otto']) {
      const people = everybody.map((each) => (each.name === name ? { ...each, roles: [] } : each));
      expect([name, covered(people).movers.size]).toEqual([name, null]);
    }
  });

  it('invariant 20: past Sluice counts the keys alone, whatever is revoked or removed here', () => {
    const left = person('Left', { owns: [2], change: { removedAt: unixSeconds(5) } });
    const given = world([otto, left]);
    const way = waysOf(given).find(({ kind }) => kind === 'outside');
    if (!way) throw new Error('there is no way outside');
    expect(namesIn(coverWay(way, given))).toEqual([['Left', 'Otto']]);
  });
});

describe(waysOf.name, () => {
  it('has a way with an exception only where a limit of that asset can be waived', () => {
    const { rules } = aPolicyDocument();
    const fixed = rules.filter((rule) => !rule.waivable);
    expect(waysOf(world(everybody)).map(({ kind }) => kind)).toEqual(['tier', 'exception', 'outside']);
    const given = world(everybody, 'treasury', { rules: fixed });
    expect(waysOf(given).map(({ kind }) => kind)).toEqual(['tier', 'outside']);
  });
});

describe(dutiesOf.name, () => {
  function duties(people: readonly Person[], require?: string) {
    const given = world(people, require, { exceptionQuorum: [{ group: 'compliance', count: 2 }] });
    return dutiesOf(
      given,
      waysOf(given).map((way) => coverWay(way, given)),
    );
  }

  it('says who is missing for a quorum', () => {
    const clara = person('Clara', { roles: ['compliance'], groups: ['compliance'] });
    const { quorums } = duties([...everybody, clara]);
    expect(quorums.map(({ isMet, missing }) => [isMet, missing])).toEqual([
      [true, []],
      [false, ['needs 2 of compliance, 1 can: Clara']],
    ]);
  });

  it('says when somebody would have to fill two places, or start what they fill', () => {
    const amos = person('Amos', { roles: ['approver'], groups: ['treasury', 'risk'] });
    const [tier] = duties([tessa, amos]).quorums;
    expect(tier?.missing).toHaveLength(1);
    expect(tier?.missing[0]).toMatch(/^needs 1 of (risk|treasury), 1 can: Amos; nobody fills two places$/);
    const only = person('Only', { roles: ['operator', 'approver'], groups: ['treasury'] });
    expect(duties([only], 'treasury').quorums[0]?.missing).toEqual([
      'needs 1 of treasury, 0 can; Only would start it, and does not count',
    ]);
    expect(duties([ada], 'treasury').quorums[0]?.missing).toEqual([
      'nobody can start it: that takes operator',
    ]);
  });

  it('names whom no way can do without', () => {
    const amos = person('Amos', { roles: ['approver'], groups: ['treasury'] });
    const { singlePoints, quorums } = duties([...everybody, amos]);
    expect(singlePoints.map(({ name }) => name)).toEqual(['Tessa', 'Rita', 'Otto', 'Odile']);
    expect(quorums[0]?.indispensable.map(({ name }) => name)).toEqual(['Tessa', 'Rita']);
  });

  it('warns of duties that one person holds together', () => {
    const kinds = (wanted: Wanted, require?: string) =>
      duties([person('X', wanted)], require).warnings.map(({ kind }) => kind);
    const approver = { roles: ['operator', 'approver'], groups: ['treasury'] } as const;
    expect(kinds(approver)).toEqual(['requests-and-confirms']);
    expect(kinds({ roles: ['operator', 'signer'], owns: [0] })).toEqual(['requests-and-owns']);
    expect(kinds({ roles: ['operator', 'compliance'], groups: ['compliance'] })).toEqual([
      'requests-and-excepts',
    ]);
    const all = {
      roles: ['approver', 'compliance', 'signer'],
      groups: ['treasury', 'risk'],
      owns: [0, 1],
    } as const;
    expect(kinds(all)).toEqual([
      'confirms-and-excepts',
      'confirms-and-owns',
      'several-owner-keys',
      'several-groups',
    ]);
    expect(kinds({ ...all, roles: [] })).toEqual([]);
    expect(duties(everybody).warnings).toEqual([]);
  });
});
