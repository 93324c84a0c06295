import { z } from 'zod';
import { unreachable } from '../errors.js';
import type { Json } from '../values/canonical-json.js';
import { parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import type { ChangeKind } from '../changes/change.js';
import { isGovernable } from './governable.js';
import { AssetContent } from '../changes/kinds/asset.js';
import { KeyContent } from '../changes/kinds/key.js';
import { PriceFeedContent } from '../changes/kinds/price-feed.js';
import { ProviderContent, fewProviders } from '../changes/kinds/provider.js';
import { SafeContent } from '../changes/kinds/safe.js';
import { type Ledger, latest, objectKey, subjects } from './ledger.js';
import { lastContent } from './people-of.js';
import { type Wanted, put } from './versions.js';

type Book = Pick<Ledger, 'objects' | 'keysOf' | 'clock'>;

const Place = z.looseObject({ chainId: z.int(), address: z.string() });
const Entry = z.looseObject({ expiresAt: z.int(), approvedAt: z.int().optional() });

/**
 * Why an object may never exist beside the others, whoever approves it; undefined if it may. What an object stands for
 * outside is fixed and unique, because limits, lanes and cooling-offs count by object.
 */
export function unfitness(book: Book & Pick<Ledger, 'installation'>, wanted: Wanted): string | undefined {
  return (
    pastFault(book, wanted) ??
    placeFault(book, wanted) ??
    endFault(book, wanted) ??
    providersFault(book, wanted)
  );
}

function pastFault({ objects }: Book, { kind, subject, content }: Wanted): string | undefined {
  const versions = objects.get(objectKey(kind, subject)) ?? [];
  if (content === null) return undefined;
  if (kind === 'person' && versions.at(-1)?.content === null)
    return 'a person who was removed does not come back: their keys would come with them';
  if (kind === 'destination' && Entry.parse(content).approvedAt !== undefined)
    return 'only the founding names when a destination was approved before';
  const before = lastContent(versions);
  if (before === null) return undefined;
  const [was, is] = [fixedOf(kind, before), fixedOf(kind, content)];
  return was === is
    ? undefined
    : `${subject} is ${String(was)} and stays it: what is ${String(is)} is another object`;
}

/** Also checked in a founding, one object beside the others. */
export function placeFault(book: Book, { kind, subject, content }: Wanted): string | undefined {
  if (content === null) return undefined;
  const others = subjects(book, kind).filter((each) => each !== subject);
  const place = placeOf(kind, content);
  for (const other of others) {
    const now = standing(book, kind, other);
    if (now === null) continue;
    if (place !== undefined && placeOf(kind, now) === place) return `${place} is in the register as ${other}`;
    if (kind === 'asset' && isCalledAlike(content, now)) return `${other} is called that`;
  }
  return undefined;
}

/** One administrator may remove people at once. This stops a rogue one from leaving nobody who can bring others in. */
function endFault(book: Book, wanted: Wanted): string | undefined {
  const { kind, content, subject } = wanted;
  const takesAway = kind === 'person' || kind === 'quorums' || (kind === 'key' && content === null);
  if (!takesAway || !isGovernable(book, book.clock)) return undefined;
  const after = { objects: new Map(book.objects), keysOf: new Map(book.keysOf) };
  const id = latest(book, kind, subject)?.changeId ?? parseId('chg', NO_CHANGE);
  put(after, wanted, { id, at: book.clock });
  return isGovernable(after, book.clock)
    ? undefined
    : 'there would be too few people left to bring others in';
}

/** However fast one is taken out, those that are left are enough to be believed. One more is never too few. */
function providersFault(
  { objects, installation }: Pick<Ledger, 'objects' | 'installation'>,
  { kind, subject, content }: Wanted,
): string | undefined {
  if (kind !== 'provider' || (latest({ objects }, kind, subject)?.content ?? null) === null) return undefined;
  const others = providersIn({ objects }).filter((each) => each.name !== subject);
  const after = content === null ? others : [...others, ProviderContent.parse(content)];
  const few = fewProviders(installation.chainId, after);
  return few && `it would leave too few to be believed: ${few}`;
}

/** The providers in force. */
export function providersIn(book: Pick<Ledger, 'objects'>): readonly ProviderContent[] {
  return subjects(book, 'provider').flatMap((name) => {
    const content = latest(book, 'provider', name)?.content ?? null;
    return content === null ? [] : [ProviderContent.parse(content)];
  });
}

const NO_CHANGE = 'chg_00000000-0000-7000-8000-000000000000';

/** What an object stands for outside; undefined if it exists only in Sluice. */
function placeOf(kind: ChangeKind, content: Json): string | undefined {
  switch (kind) {
    case 'safe':
      return placeWords(SafeContent.parse(content).profile);
    case 'destination':
      return placeWords(Place.parse(content));
    case 'asset': {
      const asset = AssetContent.parse(content);
      return asset.kind === 'native' ? `the coin of chain ${String(asset.chainId)}` : placeWords(asset);
    }
    case 'key':
      return placeOfKey(KeyContent.parse(content));
    case 'price-feed':
      return `the price of ${PriceFeedContent.parse(content).assetId}`;
    case 'person':
    case 'policy':
    case 'provider':
    case 'quorums':
    case 'unfreeze':
    case 'webhook':
      return undefined;
    default:
      return unreachable(kind);
  }
}

/**
 * An EVM key's name is its address, so it is unique already. A passkey's name is chosen by its authenticator, so its
 * public key must be unique.
 */
function placeOfKey(key: KeyContent): string | undefined {
  switch (key.kind) {
    case 'evm':
      return undefined;
    case 'passkey':
      return `the public key ${key.publicKey}`;
  }
}

/**
 * What no later version of an object may change. An asset's decimals are fixed, because they are the unit of every sum
 * already counted.
 */
function fixedOf(kind: ChangeKind, content: Json): string | undefined {
  const place = placeOf(kind, content);
  if (kind !== 'asset' || place === undefined) return place;
  const asset = AssetContent.parse(content);
  return asset.kind === 'native' ? place : `${place} with ${String(asset.decimals)} decimals`;
}

function placeWords({ chainId, address }: { readonly chainId: number; readonly address: string }): string {
  return `${address} on chain ${String(chainId)}`;
}

/** The other object as far as it still blocks a new one. A key blocks for good, an address book entry until its end. */
function standing({ objects, clock }: Book, kind: ChangeKind, subject: string): Json {
  const versions = objects.get(objectKey(kind, subject)) ?? [];
  if (kind === 'key') return lastContent(versions);
  const now = versions.at(-1)?.content ?? null;
  return kind === 'destination' && now !== null && isOver(now, clock) ? null : now;
}

function isOver(content: Json, now: UnixSeconds): boolean {
  return Entry.parse(content).expiresAt <= now;
}

/** People recognise an asset by its symbol in what they sign, so no two on a chain may have confusable symbols. */
function isCalledAlike(one: Json, other: Json): boolean {
  const [a, b] = [AssetContent.parse(one), AssetContent.parse(other)];
  return a.chainId === b.chainId && skeleton(a.symbol) === skeleton(b.symbol);
}

function skeleton(symbol: string): string {
  return symbol.toLowerCase().replace(/[^a-z0-9]/g, '');
}
