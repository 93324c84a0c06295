import type { KeyId } from '../identity/person.js';
import { type Json, canonicalHash } from '../values/canonical-json.js';
import { parseBytes32 } from '../values/hex.js';
import type { ChangeId, PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import type { ChangeKind } from '../changes/change.js';
import { KeyContent, keyIdOf } from '../changes/kinds/key.js';
import { type Version, objectKey } from './ledger.js';

/** An object as somebody proposes it. */
export interface Wanted {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly content: Json;
}

/** The objects of a register under construction. */
export interface OpenBook {
  readonly objects: Map<string, readonly Version[]>;
  readonly keysOf: Map<PersonId, readonly KeyId[]>;
}

/** Adds a version to the register. Nothing else may. */
export function put(
  book: OpenBook,
  { kind, subject, content }: Wanted,
  by: { readonly id: ChangeId; readonly at: UnixSeconds },
): void {
  const key = objectKey(kind, subject);
  const hash = parseBytes32(canonicalHash({ change: by.id, kind, subject }));
  book.objects.set(key, [...(book.objects.get(key) ?? []), { content, hash, changeId: by.id, since: by.at }]);
  if (kind !== 'key' || content === null) return;
  const enrolled = KeyContent.parse(content);
  const keys = book.keysOf.get(enrolled.personId) ?? [];
  book.keysOf.set(enrolled.personId, [...keys, keyIdOf(enrolled)]);
}
