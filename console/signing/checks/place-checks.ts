import type { PersonView, PrincipalView } from '../../../src/identity/identity.contract.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { type Check, NOTHING } from './check.js';

/** Who is about to sign and where: as the page shows it, and as it was asked for anew. */
export interface Place {
  /** Of this page. */
  readonly origin: string;
  /** As the page shows it. */
  readonly shown: PrincipalView | undefined;
  readonly session: PrincipalView;
  /** The person that the page shows, in the list of people. */
  readonly person: PersonView;
  readonly installation: Pick<InstallationView, 'origin'>;
}

/** Nobody signs as somebody else, by a key that is not theirs, or for another address than this page came from. */
export function placeChecks({ origin, shown, session, person, installation }: Place): readonly Check[] {
  const signedIn = { what: 'Who is signed in', computed: session.id, sent: shown?.id ?? NOTHING };
  const address = { what: 'Address of Sluice', computed: origin, sent: installation.origin };
  if (shown?.kind !== 'person') return [address, { ...signedIn, computed: 'a person', sent: NOTHING }];
  const { keys, ownerOf, name } = shown;
  const known = (id: string, purpose: string): boolean =>
    person.keys.some((each) => each.id === id && each.purpose === purpose);
  const own = [
    ...keys.map(({ id, purpose }) => ({ id, purpose })),
    ...ownerOf.map(({ owner }) => ({ id: owner, purpose: 'owner' as const })),
  ];
  return [
    address,
    signedIn,
    { what: 'Person', computed: shown.id, sent: person.id },
    { what: 'Name of the person', computed: person.name, sent: name },
    ...own.map(({ id, purpose }) => ({
      what: purpose === 'owner' ? 'Owner’s key of the person' : 'Key of the person',
      computed: known(id, purpose) ? id : `none of those of ${person.name}`,
      sent: id,
    })),
  ];
}
