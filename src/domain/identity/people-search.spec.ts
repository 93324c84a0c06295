import { describe, expect, it } from '@jest/globals';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { peopleFound, type PeopleSearch } from './people-search.js';
import type { Person } from './person.js';

const person = (at: number, parts: Partial<Person>): Person => ({
  id: parseId('per', `per_01a20000-0000-7000-8000-00000000000${String(at)}`),
  name: 'Nobody',
  roles: [],
  groups: [],
  removedAt: null,
  keys: [],
  accounts: [],
  ...parts,
});
const people = [
  person(1, { name: 'Ada Approver', roles: ['approver'], groups: ['treasury'] }),
  person(2, { name: 'Rita', roles: ['approver', 'admin'], groups: ['risk'] }),
  person(3, { name: 'Adam', removedAt: unixSeconds(5) }),
];

describe(peopleFound.name, () => {
  it.each<[PeopleSearch, number[]]>([
    [{}, [1, 2, 3]],
    [{ q: 'ADA' }, [1, 3]],
    [{ q: '000000000002' }, [2]],
    [{ q: 'zoe' }, []],
    [{ role: 'approver' }, [1, 2]],
    [{ group: 'risk' }, [2]],
    [{ removed: true }, [3]],
    [{ removed: false, role: 'approver', q: 'a' }, [1, 2]],
    [{ q: 'ada', removed: false }, [1]],
  ])('%j', (search, found) => {
    expect(peopleFound(people, search).map(({ id }) => Number(id.slice(-1)))).toEqual(found);
  });
});
