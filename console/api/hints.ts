/** What the gateway says has changed: a kind, and an id where it is about one. */
export interface Hint {
  readonly kind: string;
  readonly id: string | null;
}

const EVERYTHING = 'everything';

/** A hint as it was sent. What cannot be read may be about anything: whoever sends it can only cause reads. */
export function readHint(text: string): Hint {
  try {
    const { kind, id } = JSON.parse(text) as { readonly kind?: unknown; readonly id?: unknown };
    if (typeof kind === 'string' && (id === null || typeof id === 'string')) return { kind, id };
  } catch {
    // neither JSON, nor an object
  }
  return { kind: EVERYTHING, id: null };
}

/** Beginnings of the paths whose answers a hint makes old. */
const AFFECTED: Readonly<Record<string, readonly string[]>> = {
  // The list of Safes says nothing of their transfers; each by itself does.
  transfer: ['/v1/transfers', '/v1/inbox', '/v1/limits', '/v1/safes/', '/v1/exposures'],
  change: ['/v1/changes', '/v1/inbox', '/v1/freezes'],
  person: ['/v1/people', '/v1/sessions/current', '/v1/duties', '/v1/inbox'],
  policy: ['/v1/policies', '/v1/limits', '/v1/duties'],
  destination: ['/v1/destinations'],
  asset: ['/v1/assets'],
  safe: ['/v1/safes', '/v1/exposures'],
  'price-feed': ['/v1/price-feeds'],
  provider: ['/v1/providers', '/v1/health'],
  quorums: ['/v1/quorums', '/v1/duties'],
  webhook: ['/v1/webhooks'],
  finding: ['/v1/findings', '/v1/safes'],
  freeze: ['/v1/freezes', '/v1/safes', '/v1/transfers', '/v1/inbox'],
  invitation: ['/v1/invitations', '/v1/people'],
  'api-key': ['/v1/api-keys', '/v1/people'],
  health: ['/v1/health'],
};

/** Whether the answer to a path may have changed. A kind of hint that is not known here changes everything. */
export function isAffected(path: string, { kind, id }: Hint): boolean {
  if (kind === EVERYTHING) return true;
  const paths = Object.hasOwn(AFFECTED, kind) ? AFFECTED[kind] : undefined;
  if (!paths) return true;
  // Of one transfer: the pages of others stay as they are.
  const other = kind === 'transfer' && id !== null && /^\/v1\/transfers\/tr_/.test(path);
  if (other) return path.startsWith(`/v1/transfers/${id}`);
  return paths.some((beginning) => path.startsWith(beginning));
}
