import { type Destination, DestinationContentSchema } from '../address-book/destination.js';
import type { Asset } from '../assets/asset.js';
import type { KeyId, Person } from '../identity/person.js';
import { type Policy, PolicyDocumentSchema, policyHash } from '../policies/policy.js';
import type { SafeProfile } from '../safes/profile.js';
import { type AssetId, type PersonId, type SafeId, parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { AssetContent } from '../changes/kinds/asset.js';
import { POLICY } from '../changes/kinds/policy.js';
import { PriceFeedContent } from '../changes/kinds/price-feed.js';
import { ProviderContent } from '../changes/kinds/provider.js';
import { QUORUMS, QuorumsContent } from '../changes/kinds/quorums.js';
import { SafeContent } from '../changes/kinds/safe.js';
import { UnfreezeContent } from '../changes/kinds/unfreeze.js';
import { WebhookContent } from '../changes/kinds/webhook.js';
import type { ChangeKind } from '../changes/change.js';
import { type Ledger, type Version, latest, objectKey, subjects } from './ledger.js';
import { personIn } from './people-of.js';

export interface RegisteredAsset {
  readonly asset: Asset;
  readonly isRemoved: boolean;
}

export interface RegisteredSafe {
  readonly id: SafeId;
  readonly label: string;
  readonly profile: SafeProfile;
  readonly onboardedAt: UnixSeconds;
}

/** An object with the time of its present version and, if removed, of its removal. */
export interface Governed<Content> {
  readonly id: string;
  readonly content: Content;
  readonly since: UnixSeconds;
  readonly removedAt: UnixSeconds | null;
}

/** Contents of one kind. Each version is parsed once, because every request reads the register several times. */
class Contents<C> {
  readonly #parsed = new WeakMap<Version, C>();

  constructor(private readonly schema: { parse(content: unknown): C }) {}

  of(version: Version): C {
    const known = this.#parsed.get(version) ?? this.schema.parse(version.content);
    this.#parsed.set(version, known);
    return known;
  }
}

const ASSETS = new Contents(AssetContent);
const DESTINATIONS = new Contents(DestinationContentSchema);
const PRICE_FEEDS = new Contents(PriceFeedContent);
const PROVIDERS = new Contents(ProviderContent);
const SAFES = new Contents(SafeContent);
const WEBHOOKS = new Contents(WebhookContent);

/** The register as the rest of Sluice reads it: all governed objects, as domain objects, at one moment. */
export class Registered {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly #byKey: ReadonlyMap<KeyId, Person>;
  readonly #subjects = new Map<ChangeKind, readonly string[]>();
  /** Cached, because every decision asks for this long list. */
  #policies: readonly Policy[] | undefined;

  /** `verified` is the replayed ledger; `ledger` is the same one at a later moment. */
  constructor(
    readonly ledger: Ledger,
    readonly verified: Ledger = ledger,
  ) {
    const ids = subjects(ledger, 'person').map((id) => parseId('per', id));
    const people = ids.flatMap((id) => personIn(ledger, id) ?? []);
    this.people = new Map(people.map((person) => [person.id, person]));
    this.#byKey = new Map(people.flatMap((person) => person.keys.map((key) => [key.id, person] as const)));
  }

  /** Whose key this is, whether or not it may be used now. */
  personOfKey(id: KeyId): Person | undefined {
    return this.#byKey.get(id);
  }

  policies(): readonly Policy[] {
    this.#policies ??= this.#policyVersions();
    return this.#policies;
  }

  #policyVersions(): readonly Policy[] {
    return (this.ledger.objects.get(objectKey('policy', POLICY)) ?? []).map(({ content, since }, index) => {
      const document = PolicyDocumentSchema.parse(content);
      return { version: index + 1, activeFrom: since, document, hash: policyHash(document) };
    });
  }

  get quorums(): QuorumsContent {
    return QuorumsContent.parse(latest(this.ledger, 'quorums', QUORUMS)?.content);
  }

  safe(id: string): RegisteredSafe | undefined {
    const found = this.#object('safe', id, SAFES);
    if (!found) return undefined;
    const { label, profile } = found.content;
    return { id: parseId('safe', id), label, profile, onboardedAt: found.since };
  }

  asset(id: string): RegisteredAsset | undefined {
    const found = this.#object('asset', id, ASSETS);
    if (!found) return undefined;
    return { asset: assetOf(parseId('ast', id), found.content), isRemoved: found.removedAt !== null };
  }

  destination(id: string): Destination | undefined {
    const found = this.#object('destination', id, DESTINATIONS);
    if (!found) return undefined;
    const approvedAt = this.#approvalOf(id) ?? found.since;
    return { ...found.content, id: parseId('dst', id), approvedAt, removedAt: found.removedAt };
  }

  /**
   * When an entry was first approved. Later versions keep the address, so they cool off again only
   * after a removal.
   */
  #approvalOf(id: string): UnixSeconds | undefined {
    const versions = this.ledger.objects.get(objectKey('destination', id)) ?? [];
    const last = versions.findLastIndex((each) => each.content !== null);
    const before = versions.slice(0, last).findLastIndex((each) => each.content === null);
    const first = versions[before + 1];
    return first && (DESTINATIONS.of(first).approvedAt ?? first.since);
  }

  webhooks(): readonly Governed<WebhookContent>[] {
    return this.list('webhook').flatMap((id) => this.#object('webhook', id, WEBHOOKS) ?? []);
  }

  priceFeeds(): readonly Governed<PriceFeedContent>[] {
    return this.list('price-feed').flatMap((id) => this.#object('price-feed', id, PRICE_FEEDS) ?? []);
  }

  providers(): readonly Governed<ProviderContent>[] {
    return this.list('provider').flatMap((name) => this.#object('provider', name, PROVIDERS) ?? []);
  }

  /** The ids of the freezes that a governed change has lifted. */
  liftedFreezes(): ReadonlySet<string> {
    const lifted = this.list('unfreeze').flatMap((id) => {
      const content = latest(this.ledger, 'unfreeze', id)?.content;
      return content === undefined ? [] : UnfreezeContent.parse(content).freezes;
    });
    return new Set(lifted);
  }

  list(kind: ChangeKind): readonly string[] {
    const known = this.#subjects.get(kind) ?? subjects(this.ledger, kind);
    this.#subjects.set(kind, known);
    return known;
  }

  #object<C>(kind: ChangeKind, id: string, contents: Contents<C>): Governed<C> | undefined {
    const versions = this.ledger.objects.get(objectKey(kind, id)) ?? [];
    const [now, standing] = [versions.at(-1), versions.findLast((each) => each.content !== null)];
    if (!now || !standing) return undefined;
    const removedAt = now.content === null ? now.since : null;
    return { id, content: contents.of(standing), since: standing.since, removedAt };
  }
}

function assetOf(id: AssetId, content: AssetContent): Asset {
  if (content.kind === 'native') {
    const { kind, chainId, symbol } = content;
    return { kind, id, chainId, symbol, decimals: 18 };
  }
  const { kind, chainId, symbol, address, decimals, pins } = content;
  return { kind, id, chainId, symbol, address, decimals, ...pins };
}
