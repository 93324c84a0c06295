import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import CustomStrategy from 'passport-custom';
import { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { isActive } from '../domain/identity/person.js';
import { Database } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { PeopleRepository } from './people.repository.js';
import { sessionIdOf } from './sessions.js';

const ABSOLUTE_SECONDS = 12 * 60 * 60;

const SignedIn = z.object({ personId: z.string(), signedInAt: z.int() });

/** The person behind a session cookie, as the database knows them now: who is removed is out with the next request. */
@Injectable()
export class SessionStrategy extends PassportStrategy<typeof CustomStrategy, Principal, Principal>(
  CustomStrategy,
  'sluice-session',
) {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
  ) {
    super();
  }

  override async validate(request: Request): Promise<Principal> {
    const signedIn = SignedIn.safeParse(request.session);
    if (!signedIn.success) throw new DomainError('UNAUTHENTICATED', 'sign in first');
    const { personId, signedInAt } = signedIn.data;
    const age = (await this.database.now()) - signedInAt;
    if (age < 0 || age > ABSOLUTE_SECONDS)
      throw new DomainError('UNAUTHENTICATED', 'the session has ended; sign in again');
    const person = await this.people.find(personId);
    if (!person || !isActive(person)) throw new DomainError('UNAUTHENTICATED', 'sign in first');
    const { id, name, roles } = person;
    return { kind: 'person', personId: id, name, roles, sessionId: sessionIdOf(request.sessionID) };
  }
}
