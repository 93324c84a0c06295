import type { Registered } from '../register/registered.js';
import { type GrantedException, isGenuineException } from '../exceptions/granted-exception.js';
import { StoredException, storeException } from '../exceptions/stored-exception.js';
import { storedKeyId } from '../signatures/signature.js';
import { canonicalText } from '../simulation/effects.js';
import { intentWords } from '../transfers/transfer-words.js';
import { canonicalJson } from '../values/canonical-json.js';
import { parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import type { EvidenceBundle } from './bundle.js';
import { type Case, orRefusal } from './case.js';

/** An exception of the bundle; undefined unless it is valid and in canonical form. */
export function grantedIn(
  { id, exception, person, key, signature }: EvidenceBundle['exceptions'][number],
  createdAt: UnixSeconds,
): GrantedException | undefined {
  const [parsed, keyId] = [StoredException.safeParse(exception), storedKeyId.safeParse(key)];
  if (!parsed.success || !keyId.success || String(keyId.data) !== key) return undefined;
  if (canonicalJson(storeException(parsed.data)) !== canonicalJson(exception)) return undefined;
  return {
    id,
    exception: parsed.data,
    personId: parseId('per', person),
    keyId: keyId.data,
    signature,
    createdAt,
  };
}

/** The transfer's line as people sign it, with the names of a register; undefined if it cannot be formed. */
export function wordsIn({ intent }: Pick<Case, 'intent'>, register: Registered): string | undefined {
  const safe = register.safe(intent.safeId);
  const asset = register.asset(intent.assetId)?.asset;
  const destination = register.destination(intent.destinationId);
  if (!safe || !asset || !destination) return undefined;
  const words = orRefusal(() =>
    intentWords(intent, { safe: safe.label, destination: destination.label, asset }),
  );
  return typeof words === 'string' ? words : undefined;
}

/** Whether an exception counts at a moment, by a register's people and names. */
export async function isGenuineIn(
  granted: GrantedException,
  { intent, intentHash, memory }: Case,
  { register, now }: { readonly register: Registered; readonly now: UnixSeconds },
): Promise<boolean> {
  const words = wordsIn({ intent }, register);
  const asset = register.asset(intent.assetId)?.asset;
  if (words === undefined || !asset) return false;
  const check = {
    intentHash,
    requesterId: intent.requesterId,
    ...{ words, asset, now },
    signer: register.people.get(granted.personId),
  };
  const name = canonicalText({
    what: 'exception',
    granted,
    check: { ...check, signer: check.signer ?? null },
  });
  return memory.of(name, () => isGenuineException(granted, check));
}
