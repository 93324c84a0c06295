import { canaryOf, limitOf } from '../address-book/direction.js';
import type { Destination } from '../address-book/destination.js';
import { unseenLookalikes } from '../address-book/unseen-lookalikes.js';
import type { RegisteredAsset, Registered } from '../register/registered.js';
import { isActive } from '../identity/person.js';
import type { Facts } from '../policies/facts.js';
import { parseAmount } from '../values/amount.js';
import { type Json, canonicalJson, plain } from '../values/canonical-json.js';

/**
 * Names the facts of a decision that differ from the register; empty if none does. Facts about the chain, other
 * transfers and freezes are not in the register and not compared.
 */
export function factsUnlikeRegister(facts: Facts, register: Registered): readonly string[] {
  const safe = register.safe(facts.safe.id);
  const asset = register.asset(facts.asset.id);
  const person = register.people.get(facts.requester.personId);
  const destination = facts.destination && register.destination(facts.destination.id);
  const expected: Record<string, Json | undefined> = {
    safe: safe && { chainId: safe.profile.chainId, address: safe.profile.address },
    asset: asset && assetOf(asset),
    requester: person && { isActive: isActive(person), roles: person.roles, groups: person.groups },
    destination: destination && asset && destinationOf(destination, asset, register),
  };
  const actual: Record<string, unknown> = { ...facts };
  return Object.entries(expected).flatMap(([name, wanted]) =>
    wanted === null || isAmong(wanted, actual[name]) ? [] : [name],
  );
}

function assetOf({ asset, isRemoved: removed }: RegisteredAsset): Json {
  const { kind, chainId, decimals, symbol } = asset;
  const common = { kind, chainId, decimals, symbol, removed };
  if (asset.kind === 'native') return { ...common, codeHashPinned: null };
  const { proxy } = asset;
  if (proxy === null) return { ...common, codeHashPinned: asset.codeHash };
  const { implementation, codeHash } = proxy;
  return { ...common, codeHashPinned: asset.codeHash, proxy: { pinned: { implementation, codeHash } } };
}

function destinationOf(entry: Destination, { asset }: RegisteredAsset, register: Registered): Json {
  const units = (text: string | undefined): string | null =>
    text === undefined ? null : parseAmount(text, asset.decimals).toString();
  const { chainId, address, label, assetIds, approvedAt, expiresAt, removedAt } = entry;
  const book = register.list('destination').flatMap((id) => register.destination(id) ?? []);
  const lookalikes = unseenLookalikes(
    entry,
    book.filter((each) => each.chainId === chainId),
  );
  return {
    ...{ chainId, address, label, assetIds, approvedAt, expiresAt, removedAt },
    codeHashPinned: entry.codeHash,
    terms: {
      maxPerTransfer: units(limitOf(entry, asset.id)),
      canary: units(canaryOf(entry, asset.id)),
      lookalikes: lookalikes.map(({ id, label: name, address: at }) => ({ id, label: name, address: at })),
    },
  };
}

/**
 * Whether every wanted member is present and equal. An absent fact counts as wrong, because the policy could not refuse
 * by it.
 */
function isAmong(wanted: Json | undefined, actual: unknown): boolean {
  if (wanted === undefined || typeof actual !== 'object' || actual === null) return false;
  const [expected, present] = [wanted as Record<string, Json>, actual as Record<string, unknown>];
  return Object.entries(expected).every(([name, value]) => {
    const other = present[name];
    if (other === undefined) return false;
    if (isRecord(value) && isRecord(other)) return isAmong(value, other);
    return canonicalJson(plain(other)) === canonicalJson(value);
  });
}

function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
