import type { ChangeKind } from '../domain/changes/change.js';
import { KINDS } from '../domain/changes/kinds.js';
import type { Registered } from '../domain/register/registered.js';
import { DomainError } from '../domain/errors.js';
import { isActive } from '../domain/identity/person.js';
import type { PersonId } from '../domain/values/identifier.js';

/** @throws DomainError FORBIDDEN */
export function requireProposer(register: Registered, by: PersonId, kind: ChangeKind): void {
  const person = register.people.get(by);
  const { proposers } = KINDS[kind];
  if (person && isActive(person) && person.roles.some((role) => proposers.includes(role))) return;
  throw new DomainError('FORBIDDEN', `a ${kind} change is proposed by ${proposers.join(' or ')}`);
}
