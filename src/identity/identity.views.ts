import type { EnrolledKey, Person } from '../domain/identity/person.js';
import { type PersonSession, sessionEnd } from '../domain/identity/session.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Principal } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { ApiKey } from './api-keys.repository.js';
import type { ApiKeyView, PersonView, PrincipalView, SessionEntry } from './identity.contract.js';

function printOrNull(at: UnixSeconds | null): string | null {
  return at === null ? null : printTimestamp(at);
}

function keyView({ id, kind, purpose, activeFrom, revokedAt }: EnrolledKey): PersonView['keys'][number] {
  return { id, kind, purpose, activeFrom: printTimestamp(activeFrom), revokedAt: printOrNull(revokedAt) };
}

export function personView({ id, name, roles, groups, removedAt, keys }: Person): PersonView {
  return {
    id,
    name,
    roles: [...roles],
    groups: [...groups],
    removedAt: printOrNull(removedAt),
    keys: keys.map(keyView),
  };
}

export function principalView(principal: Principal): PrincipalView {
  const { name, roles } = principal;
  return principal.kind === 'person'
    ? { kind: 'person', id: principal.personId, name, roles: [...roles] }
    : { kind: 'service', id: principal.apiKeyId, name, roles: [...roles] };
}

export function sessionEntry(session: PersonSession, currentId: string): SessionEntry {
  const { id, method, networkAddress, userAgent } = session;
  return {
    id,
    method,
    openedAt: printTimestamp(session.openedAt),
    lastSeenAt: printTimestamp(session.lastSeenAt),
    endsAt: printTimestamp(sessionEnd(session)),
    networkAddress,
    userAgent,
    isCurrent: id === currentId,
  };
}

export function apiKeyView({ id, name, roles, createdBy, ...times }: ApiKey): ApiKeyView {
  return {
    id,
    name,
    roles: [...roles],
    createdBy,
    createdAt: printTimestamp(times.createdAt),
    expiresAt: printTimestamp(times.expiresAt),
    revokedAt: printOrNull(times.revokedAt),
    lastUsedAt: printOrNull(times.lastUsedAt),
  };
}
