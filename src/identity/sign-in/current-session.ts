import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { type Person, evmKeyId, usableKey } from '../../domain/identity/person.js';
import type { Registered } from '../../domain/register/registered.js';
import { Database } from '../../infra/database/database.js';
import type { Principal } from '../../infra/http/access.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Register } from '../../register/register.js';
import { ApiKeys } from '../api-keys.js';
import type { PersonPrincipal, PrincipalView, ServicePrincipal } from '../identity.contract.js';
import { keyView, sessionEnds } from '../identity.views.js';
import { KeyUsesRepository } from '../keys/key-uses.repository.js';
import { Sessions } from '../sessions.js';

type Caller<Kind extends Principal['kind']> = Extract<Principal, { kind: Kind }>;

/** Who is asking, what they may sign with, and until when: what a page needs before it offers anything. */
@Injectable()
export class CurrentSession {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly sessions: Sessions,
    private readonly apiKeys: ApiKeys,
    private readonly uses: KeyUsesRepository,
  ) {}

  of(principal: Principal): Promise<PrincipalView> {
    return principal.kind === 'person' ? this.person(principal) : this.service(principal);
  }

  private async person({ personId, sessionId }: Caller<'person'>): Promise<PersonPrincipal> {
    const register = await this.register.current();
    const person = register.people.get(personId);
    // Read again: this very request has used it.
    const session = await this.sessions.find(sessionId);
    if (!person || !session) throw new DomainError('UNAUTHENTICATED', 'sign in first');
    const now = await this.database.now();
    const uses = await this.uses.of(person.keys.map(({ id }) => id));
    const keys = person.keys.map((key) => {
      const { revokedAt: _, ...shown } = keyView(key, uses);
      return { ...shown, usable: usableKey(person, key.id, key.purpose, now) !== undefined };
    });
    const { name, roles, groups } = person;
    return {
      ...{ kind: 'person', id: personId, name, roles: [...roles], groups: [...groups], keys },
      ownerOf: ownerOf(register, person),
      method: session.method,
      openedAt: printTimestamp(session.openedAt),
      ...sessionEnds(session),
    };
  }

  private async service({ apiKeyId, name, roles }: Caller<'service'>): Promise<ServicePrincipal> {
    const { expiresAt } = await this.apiKeys.require(apiKeyId);
    return { kind: 'service', id: apiKeyId, name, roles: [...roles], expiresAt: printTimestamp(expiresAt) };
  }
}

/** The Safes that have one of this person's keys among their pinned owners. */
function ownerOf(register: Registered, person: Person): PersonPrincipal['ownerOf'] {
  const keys = person.keys.filter(({ purpose, revokedAt }) => purpose === 'owner' && revokedAt === null);
  const own = new Set(keys.map(({ id }) => id));
  return register.list('safe').flatMap((id) => {
    const safe = register.safe(id);
    const owners = safe?.profile.owners.filter((owner) => own.has(evmKeyId(owner))) ?? [];
    return owners.map((owner) => ({ safe: id, label: safe?.label ?? '', owner }));
  });
}
