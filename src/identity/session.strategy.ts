import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import CustomStrategy from 'passport-custom';
import { DomainError } from '../domain/errors.js';
import { isActive } from '../domain/identity/person.js';
import type { Principal, SluiceRequest } from '../infra/http/access.js';
import { PeopleRepository } from './people.repository.js';
import { Sessions } from './sessions.js';

/** Authenticates a person by session cookie against the present register: a removed person is out at once. */
@Injectable()
export class SessionStrategy extends PassportStrategy<typeof CustomStrategy, Principal, Principal>(
  CustomStrategy,
  'sluice-session',
) {
  constructor(
    private readonly sessions: Sessions,
    private readonly people: PeopleRepository,
  ) {
    super();
  }

  override async validate(request: SluiceRequest): Promise<Principal> {
    const session = await (request.isUnattended === true
      ? this.sessions.look(request)
      : this.sessions.resume(request));
    if (!session) throw new DomainError('UNAUTHENTICATED', 'sign in first');
    const person = await this.people.find(session.personId);
    if (!person || !isActive(person)) throw new DomainError('UNAUTHENTICATED', 'sign in first');
    const { id, name, roles } = person;
    return { kind: 'person', personId: id, name, roles, sessionId: session.id };
  }
}
