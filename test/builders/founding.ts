import { newId } from '../../src/infra/database/new-id.js';
import type { Founding } from '../../sandbox/founding.js';
import type { SoftAuthenticator } from './authenticator.js';

type Person = Founding['people'][number];
type Destination = Founding['destinations'][number];

/** The founding document with somebody in other roles or groups, or with accounts at an OpenID provider. */
export function withPerson(
  document: Founding,
  name: string,
  change: Partial<Pick<Person, 'roles' | 'groups' | 'accounts'>>,
): Founding {
  const people = document.people.map((each) => (each.name === name ? { ...each, ...change } : each));
  return { ...document, people };
}

/** With changes that loosen active as soon as they are approved: for stories about what comes after the wait. */
export function withoutDelays(document: Founding): Founding {
  const kinds = Object.fromEntries(
    Object.entries(document.quorums.kinds).map(([kind, ofKind]) => [
      kind,
      { ...ofKind, loosen: { ...ofKind.loosen, delaySeconds: 0 } },
    ]),
  );
  return {
    ...document,
    quorums: { ...document.quorums, kinds: kinds as Founding['quorums']['kinds'] },
  };
}

/** With as many prompts an hour as a policy can allow: a test asks more often than people do. */
export function withPrompts(document: Founding): Founding {
  return { ...document, policy: { ...document.policy, maxPromptsPerHour: 100 } };
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

/** With a passkey of somebody's beside their other keys. */
export function withPasskey(document: Founding, name: string, authenticator: SoftAuthenticator): Founding {
  const { publicKey, rpId, origin } = authenticator.passkey();
  const { credentialId } = authenticator;
  const key = {
    kind: 'passkey' as const,
    purpose: 'confirmation' as const,
    credentialId,
    publicKey,
    rpId,
    origin,
  };
  const people = document.people.map((each) =>
    each.name === name ? { ...each, keys: [...each.keys, key] } : each,
  );
  return { ...document, people };
}
