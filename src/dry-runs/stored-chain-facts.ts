import { Injectable } from '@nestjs/common';
import type { Facts } from '../domain/policies/facts.js';
import type { MissingFact } from '../domain/policies/missing-facts.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { type NearDecision, NearDecisionsRepository } from './near-decisions.repository.js';
import type { TransferObjects } from '../decisions/transfer-objects.js';
import type { TokenOnChain } from '../decisions/token-facts.js';

/** Where a fact of the past is from. */
export interface PastFact {
  readonly fact: string;
  readonly decisionId: string;
  readonly at: UnixSeconds;
}

export interface ChainThen {
  readonly feedId: string | undefined;
  readonly drift: Facts['safe']['drift'];
  readonly token: TokenOnChain;
  readonly destinationCodeHash: Bytes32 | null;
  readonly balances: Facts['balances'];
  readonly price: Facts['price'];
  readonly missing: readonly MissingFact[];
  readonly sources: readonly PastFact[];
}

type Near = NearDecision | undefined;

/** What the chain showed around a moment, as far as a decision saw it and kept it. */
@Injectable()
export class StoredChainFacts {
  constructor(private readonly decisions: NearDecisionsRepository) {}

  async near(
    at: UnixSeconds,
    { safe, asset, destination }: TransferObjects,
    feedId: ChainThen['feedId'],
  ): Promise<ChainThen> {
    const [ofSafe, ofAsset, ofDestination] = [
      { safe: { id: safe.id } },
      { asset: { id: asset.asset.id } },
      { destination: { id: destination.id } },
    ];
    const find = (facts: object, ...present: string[]) => this.decisions.nearest(at, { facts, present });
    const [state, code, target, funds, filled, priced] = await Promise.all([
      find(ofSafe),
      find(ofAsset),
      find(ofDestination),
      find({ ...ofSafe, ...ofAsset }, 'balances', 'safe'),
      find({ ...ofDestination, ...ofAsset }, 'balances', 'destination'),
      feedId === undefined ? undefined : find({ ...ofAsset, price: { kind: 'feed', priceFeedId: feedId } }),
    ]);
    const isToken = asset.asset.kind === 'erc20';
    const balances = balancesOf(funds, filled);
    return {
      feedId,
      drift: state?.facts.safe.drift ?? [],
      token: tokenIn(code),
      destinationCodeHash: target?.facts.destination?.codeHashActual ?? null,
      balances,
      price: priceIn(feedId, priced),
      missing: [
        ...missingOf(state, 'safe-as-pinned', 'No decision has kept what this Safe was on chain.'),
        ...(isToken ? missingOf(code, 'asset-as-pinned', "No decision has kept this token's code.") : []),
        ...missingOf(target, 'destination-as-approved', "No decision has kept this destination's code."),
      ],
      sources: [
        ...sourceOf('the Safe on chain', state),
        ...(isToken ? sourceOf("the token's code", code) : []),
        ...sourceOf("the destination's code", target),
        ...(balances === null
          ? []
          : [...sourceOf("the Safe's balance", funds), ...sourceOf("the destination's balance", filled)]),
        ...sourceOf('the price', priced),
      ],
    };
  }
}

function balancesOf(funds: Near, filled: Near): Facts['balances'] {
  const [safe, destination] = [funds?.facts.balances?.safe, filled?.facts.balances?.destination];
  return safe === undefined || destination === undefined ? null : { safe, destination };
}

function priceIn(feedId: ChainThen['feedId'], priced: Near): Facts['price'] {
  if (feedId === undefined) return null;
  return priced?.facts.price ?? { kind: 'unavailable', reason: 'no decision has kept a reading of it' };
}

function tokenIn(code: Near): TokenOnChain {
  const asset = code?.facts.asset;
  const implementation = asset?.kind === 'erc20' ? asset.proxy?.actual : undefined;
  return { assetCodeHash: asset?.codeHashActual ?? null, assetImplementation: implementation ?? null };
}

function missingOf(found: Near, rule: string, words: string): MissingFact[] {
  return found ? [] : [{ rule, words }];
}

function sourceOf(fact: string, found: Near): PastFact[] {
  return found ? [{ fact, decisionId: found.id, at: found.facts.now }] : [];
}
