import { newId } from '../../src/infra/database/new-id.js';
import type { Founding } from '../../src/sandbox/founding.js';

type Person = Founding['people'][number];
type Destination = Founding['destinations'][number];

/** The founding document with somebody in other roles or groups. */
export function withPerson(
  document: Founding,
  name: string,
  change: Partial<Pick<Person, 'roles' | 'groups'>>,
): Founding {
  const people = document.people.map((each) => (each.name === name ? { ...each, ...change } : each));
  return { ...document, people };
}

/** With a further destination, which is as good as the first one but for the change. */
export function withDestination(
  document: Founding,
  change: Partial<Destination> & Pick<Destination, 'label' | 'address'>,
): Founding {
  const [good] = document.destinations;
  if (!good) throw new Error('the founding document has no destination');
  return { ...document, destinations: [...document.destinations, { ...good, id: newId('dst'), ...change }] };
}
