import { Injectable } from '@nestjs/common';
import { isActive, type Role } from '../domain/identity/person.js';
import { Database } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { PeopleRepository } from './people.repository.js';
import { SessionsRepository } from './sessions.repository.js';

/** What let the caller in, and ends: the session, or the API key. */
export function accessIdOf(principal: Principal): string {
  return principal.kind === 'person' ? principal.sessionId : principal.apiKeyId;
}

/** Asks, for answers that go on after the guard has let them begin, whether it still would. No session lives longer by it. */
@Injectable()
export class StandingAccess {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly keys: ApiKeysRepository,
    private readonly people: PeopleRepository,
    private readonly database: Database,
  ) {}

  /** The present roles behind each session and API key that still stands, by its id; as many queries for many as for one. */
  async rolesOf(principals: readonly Principal[]): Promise<ReadonlyMap<string, readonly Role[]>> {
    const now = await this.database.now();
    const idsOf = (kind: Principal['kind']): string[] => [
      ...new Set(principals.filter((each) => each.kind === kind).map(accessIdOf)),
    ];
    const sessions = await this.sessions.standing(idsOf('person'), now);
    const keys = await this.keys.standing(idsOf('service'), now);
    const people = new Map((await this.people.list()).map((person) => [person.id as string, person]));
    return new Map<string, readonly Role[]>([
      ...sessions.flatMap(({ id, personId }): [string, readonly Role[]][] => {
        const person = people.get(personId);
        return person && isActive(person) ? [[id, person.roles]] : [];
      }),
      ...keys.map(({ id, roles }): [string, readonly Role[]] => [id, roles]),
    ]);
  }
}
