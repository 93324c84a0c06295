import type { Role } from '../domain/identity/person.js';
import type { Principal } from '../infra/http/access.js';

/** Who may do it, and as whom it was asked. */
export function forbiddenWords(allowed: readonly Role[], principal: Principal | undefined): string {
  const who = allowed.map(
    (role) => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}${role === 'compliance' ? ' officer' : ''}`,
  );
  const last = who.pop() ?? 'nobody';
  const only = `only ${who.length === 0 ? last : `${who.join(', ')} or ${last}`} may do this`;
  if (!principal) return only;
  const roles = principal.roles.length === 0 ? 'no role' : principal.roles.join(', ');
  return principal.kind === 'person'
    ? `${only}; you are signed in as ${principal.name} (${roles})`
    : `${only}; the API key is ${principal.name} (${roles})`;
}
