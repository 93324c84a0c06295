import { type EnrolledKey, type KeyId, type Person, evmKeyId, passkeyId } from '../identity/person.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { KeyContent } from '../changes/kinds/key.js';
import { PersonContent } from '../changes/kinds/person.js';
import { type Ledger, type Version, objectKey } from './ledger.js';

type Book = Pick<Ledger, 'objects' | 'keysOf'>;

/** A person as the ledger has them now, with every key ever enrolled for them. */
export function personIn(ledger: Book, id: PersonId): Person | undefined {
  const versions = ledger.objects.get(objectKey('person', id)) ?? [];
  const [now, content] = [versions.at(-1), lastContent(versions)];
  if (!now || content === null) return undefined;
  const keys = (ledger.keysOf.get(id) ?? []).flatMap((keyId) => {
    const key = keyIn(ledger, keyId);
    return key ? [key] : [];
  });
  const { name, roles, groups, accounts } = PersonContent.parse(content);
  return { id, name, roles, groups, accounts, keys, removedAt: now.content === null ? now.since : null };
}

function keyIn(ledger: Book, id: KeyId): EnrolledKey | undefined {
  const versions = ledger.objects.get(objectKey('key', id)) ?? [];
  const [first, now] = [versions[0], versions.at(-1)];
  if (!first || !now) return undefined;
  return enrolledKey(KeyContent.parse(first.content), {
    activeFrom: first.since,
    revokedAt: now.content === null ? now.since : null,
  });
}

export function enrolledKey(
  content: KeyContent,
  times: { readonly activeFrom: UnixSeconds; readonly revokedAt: UnixSeconds | null },
): EnrolledKey {
  const label = content.label === undefined ? {} : { label: content.label };
  if (content.kind === 'evm') {
    const { kind, purpose, address } = content;
    return { kind, purpose, address, id: evmKeyId(address), ...times, ...label };
  }
  const { kind, purpose, credentialId, publicKey, rpId, origin } = content;
  return { kind, purpose, publicKey, rpId, origin, id: passkeyId(credentialId), ...times, ...label };
}

/** The object's last content, even if it has been removed since. */
export function lastContent(versions: readonly Version[]): Version['content'] {
  return versions.findLast((each) => each.content !== null)?.content ?? null;
}
