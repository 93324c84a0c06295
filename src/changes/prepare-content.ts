import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { TokenChecks } from '../assets/token-checks.js';
import { Config } from '../config/config.js';
import { LookalikesFound } from '../domain/address-book/lookalikes-found.js';
import { contentFaults, isWellFormed } from '../domain/changes/content-faults.js';
import type { ChangeKind } from '../domain/changes/change.js';
import { PriceFeedContent } from '../domain/changes/kinds/price-feed.js';
import { ProviderContent } from '../domain/changes/kinds/provider.js';
import { UnfreezeContent } from '../domain/changes/kinds/unfreeze.js';
import { DomainError, FAULTS_MAX, type Fault, refusal } from '../domain/errors.js';
import { PolicyDraftSchema } from '../domain/policies/policy-draft.js';
import { subjects } from '../domain/register/ledger.js';
import { assetMisfits } from '../domain/register/consistency.js';
import { historyRefusals } from '../domain/safes/history.js';
import { onboardingRefusals } from '../domain/safes/onboarding.js';
import { type Json, plain } from '../domain/values/canonical-json.js';
import { type DestinationId, idPattern, parseId } from '../domain/values/identifier.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Relayer } from '../infra/chain/relayer/relayer.js';
import { SafeHistoryReader } from '../infra/chain/safe-history.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { parseBody } from '../infra/http/schema-pipe.js';
import { wireAddress } from '../infra/http/wire.contract.js';
import { Register } from '../register/register.js';
import { Freezes } from '../safes/freezes.js';
import { NamedSafe, ReviewedAsset } from './contents/wish-contents.contract.js';
import { DestinationPreparer } from './destinations/destination-preparer.js';
import { DestinationProposal } from './destinations/destination-proposal.contract.js';
import { PriceFeedPreparer } from './price-feed-preparer.js';

/** Requires the EIP-55 checksum of an address that a person writes; stored addresses are read in any case. */
const NamedAggregator = z.looseObject({ aggregator: wireAddress });

/** Reads profile and whole history of a Safe that is to be onboarded or pinned again. */
@Injectable()
export class SafeOnboarding {
  constructor(
    private readonly reader: SafeReader,
    private readonly past: SafeHistoryReader,
    private readonly relayer: Relayer,
    private readonly people: PeopleRepository,
  ) {}

  async prepare(input: Json): Promise<Json> {
    const { label: name, address } = parseBody(NamedSafe, input, ['content']);
    const { profile, nonce, block } = await this.reader.readProfile(address, 'all');
    const keys = (await this.people.list()).flatMap((person) =>
      person.keys.flatMap((key) =>
        key.kind === 'evm' && key.purpose === 'confirmation' ? [key.address] : [],
      ),
    );
    const suspects = [...keys, ...this.relayer.addresses];
    const history = await this.past.read({ safe: address, block }, profile.owners, suspects);
    const isRelayers = this.relayer.addresses.some((each) => profile.owners.includes(each));
    const faults = [
      ...onboardingRefusals(profile),
      ...historyRefusals(history, profile, nonce),
      ...(isRelayers ? [refusal('CHANGE_INVALID', "the relayer's key owns this Safe")] : []),
    ].map(({ code, reason }) => ({ pointer: '/content/address', code, detail: reason }));
    const [first] = faults;
    if (first) throw new DomainError(first.code, first.detail, faults.slice(0, FAULTS_MAX));
    return plain({ label: name, profile });
  }
}

/** Reads what an asset is pinned by. */
@Injectable()
export class AssetRegistration {
  constructor(
    private readonly reader: SafeReader,
    private readonly tokens: TokenChecks,
    private readonly register: Register,
  ) {}

  /** @throws DomainError with all that speaks against the token, on the chain and in the register; RPC_* */
  async prepare(input: Json, subject: string | undefined): Promise<Json> {
    const asset = parseBody(ReviewedAsset, input, ['content']);
    const register = await this.register.current();
    const { chainId } = register.ledger.installation;
    const { kind, symbol } = asset;
    if (asset.kind === 'native') return plain({ kind, chainId, symbol });
    const block = await this.reader.block('latest');
    const { address, decimals } = asset;
    const misfits = assetMisfits(register, subject, { kind: asset.kind, chainId, address });
    const { codeHash, balances, proxy } = await inContent(this.tokens.pins(asset, block), misfits);
    const safes = subjects(register.ledger, 'safe').flatMap((id) => register.safe(id) ?? []);
    const [detail] = await this.tokens.misread({ symbol, address, balances }, safes, block);
    if (detail !== undefined) throw DomainError.at('/content/address', 'TOKEN_NOT_PINNED', detail);
    return plain({ kind, chainId, symbol, address, decimals, pins: { codeHash, balances, proxy } });
  }
}

/** Makes the content of a change from a person's input, reading what only the chain knows from all providers. */
@Injectable()
export class ContentPreparer {
  constructor(
    private readonly safes: SafeOnboarding,
    private readonly assets: AssetRegistration,
    private readonly destinations: DestinationPreparer,
    private readonly feeds: PriceFeedPreparer,
    private readonly freezes: Freezes,
    private readonly register: Register,
    private readonly config: Config,
  ) {}

  /** @param subject the object of which it is a new version */
  async prepare(kind: ChangeKind, input: Json, subject: string | undefined): Promise<Json> {
    if (input === null) return null;
    switch (kind) {
      case 'safe':
        return this.safes.prepare(input);
      case 'asset':
        return this.assets.prepare(input, subject);
      case 'key':
        throw DomainError.at(
          '/kind',
          'CHANGE_INVALID',
          'a key is enrolled by whoever has it, with an invitation',
        );
      case 'destination':
        return this.destination(input, subject);
      case 'provider':
        return this.provider(input);
      case 'policy':
        return draftedPolicy(input);
      case 'person':
      case 'quorums':
      case 'webhook':
        return input;
      case 'unfreeze':
        return this.unfreeze(input);
      case 'price-feed':
        return this.priceFeed(input, subject);
    }
  }

  private async destination(input: Json, subject: string | undefined): Promise<Json> {
    const { id: installation } = (await this.register.current()).ledger.installation;
    const proposal = parseBody(DestinationProposal, input, ['content']);
    const replaces = subject === undefined ? undefined : parseSubject(subject);
    return plain(await inContent(this.destinations.prepare(proposal, { installation, replaces })));
  }

  /** In force it is asked at once: one that nobody can ask would stop everything. */
  private provider(input: Json): Json {
    const content = parseBody(ProviderContent, input, ['content']);
    if (this.config.rpcProviders.some(({ name }) => name === content.name)) return plain(content);
    const detail = `RPC_URLS has no URL of the provider ${content.name}: set it at every process first`;
    throw DomainError.at('/content/name', 'CHANGE_INVALID', detail);
  }

  /** Lifting what does not stand would be signed in vain. */
  private async unfreeze(input: Json): Promise<Json> {
    const { freezes } = parseBody(UnfreezeContent, input, ['content']);
    const standing = await this.freezes.standingOf(freezes);
    const detail = 'no such freeze stands: it never was, or it is lifted';
    const [first, ...others] = freezes.flatMap((id, at) =>
      standing.has(id)
        ? []
        : [{ pointer: `/content/freezes/${String(at)}`, code: 'CHANGE_INVALID' as const, detail }],
    );
    if (first) throw DomainError.of(first, ...others);
    return input;
  }

  private async priceFeed(input: Json, subject: string | undefined): Promise<Json> {
    const content = parseBody(PriceFeedContent, input, ['content']);
    const { aggregator } = parseBody(NamedAggregator, input, ['content']);
    return plain(await inContent(this.feeds.prepare({ ...content, aggregator }, subject)));
  }
}

/** A malformed name is refused as one that names nothing, as it is for every kind. */
function parseSubject(subject: string): DestinationId {
  if (idPattern('dst').test(subject)) return parseId('dst', subject);
  throw DomainError.at('/subject', 'CHANGE_INVALID', 'there is no such object');
}

/**
 * Prefixes a refusal's pointers, so that they point into the draft that contains the object.
 * @param others what is known to be wrong besides, with its place in the draft
 */
async function inContent<T>(prepared: Promise<T>, others: readonly Fault[] = []): Promise<T> {
  try {
    return await prepared;
  } catch (error) {
    // What could not be asked is no fault of the object.
    if (!(error instanceof DomainError) || error.faults.length === 0) throw error;
    const own = error.faults.map((each) => ({ ...each, pointer: `/content${each.pointer}` }));
    const faults = [...own, ...others];
    if (error instanceof LookalikesFound)
      throw new LookalikesFound(error.message, faults, error.lookalikes, { cause: error });
    throw new DomainError(error.code, error.message, faults, { cause: error });
  }
}

/** A draft is held to more than a policy that was signed. Contradictions in it are told together with the register's. */
function draftedPolicy(input: Json): Json {
  const faults = contentFaults(PolicyDraftSchema, input);
  const [first, ...others] = faults;
  if (first && !isWellFormed(faults)) throw DomainError.of(first, ...others);
  return input;
}
