import type { EnrolledKey, Person } from '../domain/identity/person.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Principal } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { ApiKey } from './api-keys.repository.js';
import type { ApiKeyView, PersonView, PrincipalView } from './identity.contract.js';

function printOrNull(at: UnixSeconds | null): string | null {
  return at === null ? null : printTimestamp(at);
}

function keyView({ address, purpose, activeFrom, revokedAt }: EnrolledKey): PersonView['keys'][number] {
  return { address, purpose, activeFrom: printTimestamp(activeFrom), revokedAt: printOrNull(revokedAt) };
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

export function apiKeyView({ id, name, roles, createdBy, ...times }: ApiKey): ApiKeyView {
  return {
    id,
    name,
    roles: [...roles],
    createdBy,
    createdAt: printTimestamp(times.createdAt),
    expiresAt: printTimestamp(times.expiresAt),
    revokedAt: printOrNull(times.revokedAt),
  };
}
