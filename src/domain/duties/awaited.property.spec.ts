import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { type CountableConfirmation, type Requirement, quorumMet } from '../confirmations/quorum.js';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { type Person, ROLES, evmKeyId } from '../identity/person.js';
import type { RuleResult } from '../policies/rule-result.js';
import { type Waivable, excepted } from '../policies/waive.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { mayAct } from './abilities.js';
import { awaitedCancelAnswers, awaitedConfirmers, awaitedExceptions, awaitedOwners } from './awaited.js';

const NOW = unixSeconds(1_800_000_000);
const GROUPS = ['treasury', 'risk', 'desk'];
const PEOPLE = 6;
const idOf = (index: number) => parseId('per', `per_01a20000-0000-7000-8000-00000000000${String(index)}`);
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));

interface Drawn {
  readonly groups: readonly string[];
  readonly roles: Person['roles'];
  readonly isRemoved: boolean;
  readonly key: 'usable' | 'cooling off' | 'revoked' | 'none';
  readonly kind: 'evm' | 'passkey';
  readonly owner: number | null;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  groups: fc.subarray(GROUPS),
  roles: fc.subarray([...ROLES]),
  isRemoved: fc.constantFrom(false, false, false, true),
  key: fc.constantFrom('usable', 'usable', 'usable', 'cooling off', 'revoked', 'none'),
  kind: fc.constantFrom('evm', 'passkey'),
  owner: fc.option(fc.integer({ min: 1, max: 4 })),
});

const everybody = fc.array(drawn, { minLength: PEOPLE, maxLength: PEOPLE }).map((list) => list.map(personOf));

function personOf({ groups, roles, isRemoved, key, kind, owner }: Drawn, index: number): Person {
  const times = {
    activeFrom: unixSeconds(key === 'cooling off' ? NOW + 1 : NOW - 1),
    revokedAt: key === 'revoked' ? NOW : null,
  };
  const passkey = { ...new SoftAuthenticator().passkey(), ...times };
  const keyOf = (address: number, purpose: 'confirmation' | 'owner') => ({
    ...{ kind: 'evm' as const, purpose, id: evmKeyId(account(address)), address: account(address) },
    ...times,
  });
  return {
    ...{ id: idOf(index), name: `Person ${String(index)}`, groups, roles, accounts: [] },
    removedAt: isRemoved ? NOW : null,
    keys: [
      ...(key === 'none' ? [] : [kind === 'evm' ? keyOf(100 + index, 'confirmation') : passkey]),
      ...(owner === null ? [] : [keyOf(owner, 'owner')]),
    ],
  };
}

const require = fc
  .uniqueArray(
    fc.record(
      {
        group: fc.constantFrom(...GROUPS),
        count: fc.integer({ min: 1, max: 2 }),
        keys: fc.constant('evm' as const),
      },
      { requiredKeys: ['group', 'count'] },
    ),
    { minLength: 1, maxLength: 3, selector: ({ group, keys }) => `${group} ${keys ?? ''}` },
  )
  .map((list): readonly Requirement[] => list);

const indexes = fc.subarray(Array.from({ length: PEOPLE }, (_, index) => index));
const idsIn = (people: readonly { readonly id: string }[]) => people.map(({ id }) => id).sort();

const RULE: Waivable = {
  rule: 'per-transfer',
  kind: 'policy',
  outcome: 'deny',
  code: 'LIMIT_PER_TX',
  unit: 'asset',
  measured: '80',
  bound: '50',
  headroom: '50',
  ceiling: '90',
  waivable: true,
  exceptionIds: [],
  words: 'It measures 80 and allows 50.',
};
const ALLOWED: RuleResult = { ...RULE, rule: 'other', outcome: 'allow', code: null };

const hasEvmKey = ({ keys }: Person): boolean =>
  keys.some((each) => each.purpose === 'confirmation' && each.kind === 'evm');

/** As a gate judges one more answer: does it fill a place that was open? */
function fills(
  asked: readonly Requirement[],
  answers: readonly CountableConfirmation[],
  by: Person,
): boolean {
  const seats = (all: readonly CountableConfirmation[]) => quorumMet(asked, all, idOf(0)).counted.length;
  const key = hasEvmKey(by) ? 'evm' : 'passkey';
  const answer = { personId: by.id, groups: by.groups, key, decision: 'confirm', valid: true } as const;
  return seats([...answers, answer]) > seats(answers);
}

describe('the people who are named', () => {
  it('invariant 10: to confirm, exactly those whose answer the gate takes, and whom it brings nearer', () => {
    fc.assert(
      fc.property(everybody, require, indexes, indexes, (people, asked, given, failed) => {
        const answers = given.map((index) => ({
          ...{ personId: idOf(index), groups: people[index]?.groups ?? [], decision: 'confirm' as const },
          key: index % 3 === 0 ? ('evm' as const) : ('passkey' as const),
          valid: index % 2 === 0,
        }));
        const barred = new Set(failed.map(idOf));
        const asking = { require: asked, answers, requesterId: idOf(0), barred };
        const found = awaitedConfirmers(asking, { people, now: NOW });
        const expected = people.filter(
          (each, index) =>
            mayAct(each, 'approver', NOW) &&
            index !== 0 &&
            !given.includes(index) &&
            !failed.includes(index) &&
            fills(asked, answers, each),
        );
        expect(idsIn(found.people)).toEqual(idsIn(expected));
        const { missing } = quorumMet(asked, answers, idOf(0));
        expect(found.groups.map(({ people: _, ...open }) => open)).toEqual(missing);
      }),
    );
  });

  it('invariant 10: to except, exactly those whose exception would count and is not there yet', () => {
    const term = fc.record({ by: fc.nat(PEOPLE - 1), ceiling: fc.bigInt(70n, 100n), isOver: fc.boolean() });
    fc.assert(
      fc.property(everybody, require, fc.array(term, { maxLength: 4 }), (people, exceptionQuorum, terms) => {
        const exceptions = terms.map(({ by, ceiling, isOver }, index) => ({
          ...{ exceptionId: `exc_${String(index)}`, rule: RULE.rule, unit: RULE.unit, personId: idOf(by) },
          ...{ ceiling: amountOf(ceiling), expiresAt: unixSeconds(isOver ? NOW : NOW + 60) },
          groups: [...(people[by]?.groups ?? [])],
        }));
        const given = { exceptions, requesterId: idOf(0), now: NOW };
        const document = { exceptionQuorum: [...exceptionQuorum] };
        const found = awaitedExceptions({ reasons: [RULE, ALLOWED] }, given, document, { people, now: NOW });
        const before = excepted(RULE, given, document).quorum;
        expect(found.length).toBe(before.met ? 0 : 1);
        const expected = people.filter((each, index) => {
          const { groups, id: personId } = each;
          const more = {
            ...{ exceptionId: 'exc_n', rule: RULE.rule, unit: RULE.unit, personId },
            groups: [...groups],
            ...(hasEvmKey(each) ? { keys: 'evm' as const } : {}),
          };
          const granted = { ...more, ceiling: amountOf(80n), expiresAt: unixSeconds(NOW + 60) };
          const after = excepted(RULE, { ...given, exceptions: [...exceptions, granted] }, document).quorum;
          const isThere = exceptions.some((one) => one.personId === personId && one.ceiling >= 80n);
          return (
            mayAct(each, 'compliance', NOW) &&
            index !== 0 &&
            !isThere &&
            after.counted.length > before.counted.length
          );
        });
        expect(found.flatMap(({ awaited }) => idsIn(awaited.people))).toEqual(
          before.met ? [] : idsIn(expected),
        );
      }),
    );
  });

  it('to sign, exactly the signers with a usable key of an owner who has given none', () => {
    const owners = [1, 2, 3].map(account);
    fc.assert(
      fc.property(everybody, fc.subarray([1, 2, 3]), fc.nat(3), (people, given, threshold) => {
        const asked = { owners, threshold, counting: given.map(account), given: given.map(account) };
        const found = awaitedOwners({ ...asked, barred: idOf(0) }, { people, now: NOW });
        const expected = people.filter(
          ({ removedAt, roles, keys }, index) =>
            removedAt === null &&
            roles.includes('signer') &&
            index !== 0 &&
            keys.some(
              (key) =>
                key.kind === 'evm' &&
                key.purpose === 'owner' &&
                key.activeFrom <= NOW &&
                key.revokedAt === null &&
                owners.filter((_, at) => !given.includes(at + 1)).includes(key.address),
            ),
        );
        expect(idsIn(found.people)).toEqual(given.length >= threshold ? [] : idsIn(expected));
      }),
    );
  });

  it('to confirm a burn, exactly the other approvers of the groups that confirmed the transfer', () => {
    fc.assert(
      fc.property(everybody, require, (people, asked) => {
        const question = { askedBy: idOf(1), requesterId: idOf(0), require: asked };
        const found = awaitedCancelAnswers(question, { people, now: NOW });
        const expected = people.filter(
          (each, index) =>
            mayAct(each, 'approver', NOW) &&
            index > 1 &&
            asked.some(
              ({ group, keys }) => each.groups.includes(group) && (keys === undefined || hasEvmKey(each)),
            ),
        );
        expect(idsIn(found.people)).toEqual(idsIn(expected));
      }),
    );
  });
});
