import type { EnrolledKey, KeyId, Person } from '../domain/identity/person.js';
import { type PersonSession, sessionEnd, sessionLimit } from '../domain/identity/session.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { ApiKey } from './api-keys.repository.js';
import type { ApiKeyView, KeyView, PersonView, SessionEntry } from './identity.contract.js';

function printOrNull(at: UnixSeconds | null): string | null {
  return at === null ? null : printTimestamp(at);
}

/** When keys last signed. */
export type KeyUses = ReadonlyMap<KeyId, UnixSeconds>;

export function keyView({ id, kind, purpose, label, ...times }: EnrolledKey, uses: KeyUses): KeyView {
  return {
    ...{ id, kind, purpose, label: label ?? null },
    activeFrom: printTimestamp(times.activeFrom),
    revokedAt: printOrNull(times.revokedAt),
    lastUsedAt: printOrNull(uses.get(id) ?? null),
  };
}

export function personView({ id, name, roles, groups, removedAt, keys }: Person, uses: KeyUses): PersonView {
  return {
    id,
    name,
    roles: [...roles],
    groups: [...groups],
    removedAt: printOrNull(removedAt),
    keys: keys.map((key) => keyView(key, uses)),
  };
}

/** Both ends of a session: the later one stays however much it is used. */
export function sessionEnds(session: PersonSession): Pick<SessionEntry, 'endsAt' | 'idleEndsAt'> {
  return {
    endsAt: printTimestamp(sessionLimit(session)),
    idleEndsAt: printTimestamp(sessionEnd(session)),
  };
}

export function sessionEntry(session: PersonSession, currentId: string): SessionEntry {
  const { id, method, networkAddress, userAgent } = session;
  return {
    id,
    method,
    openedAt: printTimestamp(session.openedAt),
    lastSeenAt: printTimestamp(session.lastSeenAt),
    ...sessionEnds(session),
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
