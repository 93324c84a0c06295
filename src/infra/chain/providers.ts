import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type ProviderContent, fewProviders } from '../../domain/changes/kinds/provider.js';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { chainOf } from '../../domain/values/chains.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { UnhashableHeader, blockAt, claimedHead } from './block-headers.js';
import {
  type Answer,
  type Outcome,
  type Voices,
  comparable,
  dissenters,
  standing,
} from './roster/outcomes.js';
import type { ProviderRoster } from './roster/provider-roster.js';
import { ProviderStates } from './roster/provider-states.js';
import { GenesisAnswer, SmallQuantity } from './rpc-answers.js';
import { type RpcEndpoint, RpcProvider } from './rpc-provider.js';

export type { Voices } from './roster/outcomes.js';
export type BlockTag = 'latest' | 'finalized';

/** What one provider says of its head; null if it did not say. */
export interface ClaimedHead {
  readonly provider: string;
  readonly head: { readonly number: number; readonly timestamp: number } | null;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** How long people who only look wait for one that is known not to answer. */
const LOOK_MS = 1_000;

// How far the providers' heads may lie apart, in seconds. A provider that lags further would pin everyone to an old
// state (THREATS G06). Finality moves by epochs of 6.4 minutes.
const MAX_LAG_SECONDS: Readonly<Record<BlockTag, number>> = { latest: 60, finalized: 900 };

/** Who is asked, and whose answers count: of all questions that one reading is made of. */
interface Circle {
  readonly voices: Voices;
  readonly listed: readonly ProviderContent[];
}

type Ask<T> = (provider: RpcProvider) => Promise<T>;

/**
 * The RPC providers in force. What they say counts only if all who answer say it, and nothing is decided unless all
 * answer (invariant 7): whoever can make the honest ones silent must gain nothing by it.
 */
@Injectable()
export class Providers {
  readonly chainId: number;
  readonly states = new ProviderStates();
  /** By name. One without a URL here is silent. */
  readonly #connected: Map<string, RpcProvider>;
  /** No chain changes its founding block, so each provider is asked until it has answered once. */
  readonly #foundings = new WeakMap<RpcProvider, Bytes32>();

  constructor(
    endpoints: readonly RpcEndpoint[],
    chainId: number,
    private readonly roster: ProviderRoster,
    private readonly timeoutMs: number = DEFAULT_TIMEOUT_MS,
  ) {
    this.chainId = chainId;
    this.#connected = new Map(endpoints.map((each) => [each.name, new RpcProvider(each, timeoutMs)]));
  }

  /**
   * Every provider in force, one that is silent too.
   * @throws DomainError RPC_UNAVAILABLE if there are too few of them
   */
  async inForce(): Promise<readonly RpcProvider[]> {
    return (await this.#listed()).map(({ name }) => this.named(name));
  }

  /** In force or not: who is asked is the caller's question. */
  named(name: string): RpcProvider {
    const known = this.#connected.get(name) ?? new RpcProvider({ name, url: undefined }, this.timeoutMs);
    this.#connected.set(name, known);
    return known;
  }

  /**
   * Asks every provider and gives the answer that all gave: for whatever decides, ends or freezes something.
   * @throws DomainError RPC_UNAVAILABLE if one is silent; RPC_DISAGREE if two answers differ; any other code that all threw
   */
  agreed<T>(ask: Ask<T>): Promise<T> {
    return this.agreedBy('all', ask);
  }

  /** As `agreed`; of 'answering', the silent are left out, as long as providers of two operators answer. */
  async agreedBy<T>(voices: Voices, ask: Ask<T>): Promise<T> {
    return this.#agreedIn(await this.#circle(voices), ask);
  }

  /** As `agreedBy`, with every read pinned to one block. */
  agreedRead<T>(
    read: (provider: RpcProvider, block: AgreedBlock) => Promise<T>,
    block: AgreedBlock,
    voices: Voices,
  ): Promise<T> {
    return this.agreedBy(voices, (provider) => read(provider, block));
  }

  /**
   * The highest block that every provider has, and that is the same for all. So are the founding block and the highest
   * finalized block, by which a provider on another fork of the same chain id is known (THREATS G11).
   * @throws DomainError RPC_UNAVAILABLE, RPC_DISAGREE (other hash, or heads too far apart), CHAIN_MISMATCH,
   *   HEADER_FORM_UNKNOWN
   */
  async agreedBlock(tag: BlockTag, voices: Voices): Promise<AgreedBlock> {
    const circle = await this.#circle(voices);
    const head = this.#agreedHead(tag, circle);
    await inOrder([
      this.#checkChain(circle),
      head,
      ...(tag === 'finalized' ? [] : [this.#agreedHead('finalized', circle)]),
    ]);
    return head;
  }

  /** The block at a height, the same for all providers. Throws as `agreedBlock`. */
  async agreedBlockAt(height: bigint): Promise<AgreedBlock> {
    const circle = await this.#circle('all');
    await this.#checkChain(circle);
    return this.#agreedIn(circle, (provider) => blockAt(provider, height));
  }

  /** Every answer that stands, whatever it is: for what is compared by a rule of its own. Throws as `agreed`. */
  async each<T>(voices: Voices, ask: Ask<T>): Promise<readonly T[]> {
    return (await this.#answers(await this.#circle(voices), ask)).map(({ value }) => value);
  }

  /** Asks everybody once, so that `states` is of now. */
  async look(): Promise<void> {
    const outcomes = await this.#outcomes(await this.inForce(), (provider) =>
      inTime(provider, provider.request('eth_chainId', [], SmallQuantity)),
    );
    const others = outcomes.filter((each) => 'value' in each && each.value !== this.chainId);
    this.#dissent(others.map(({ provider }) => provider));
  }

  /** Where each provider says that its head is: for people to look at, and nothing may follow from it. */
  async heads(): Promise<readonly ClaimedHead[]> {
    const outcomes = await this.#outcomes(await this.inForce(), (provider) =>
      inTime(provider, claimedHead(provider, 'latest')),
    );
    return outcomes.map((each) => {
      if ('error' in each) return { provider: each.provider, head: null };
      const { number, timestamp } = each.value;
      return { provider: each.provider, head: { number: Number(number), timestamp: Number(timestamp) } };
    });
  }

  async #listed(): Promise<readonly ProviderContent[]> {
    const listed = await this.roster.inForce();
    const few = fewProviders(this.chainId, listed);
    if (few !== undefined) throw new DomainError('RPC_UNAVAILABLE', few);
    return listed;
  }

  async #circle(voices: Voices): Promise<Circle> {
    return { voices, listed: await this.#listed() };
  }

  async #agreedIn<T>(circle: Circle, ask: Ask<T>): Promise<T> {
    return this.#alike(await this.#answers(circle, ask));
  }

  async #answers<T>({ voices, listed }: Circle, ask: Ask<T>): Promise<readonly Answer<T>[]> {
    const asked = listed.map(({ name }) => this.named(name));
    const outcomes = await this.#outcomes(asked, (provider) => {
      const isForgiven = voices === 'answering' && this.states.of(provider.name)?.state === 'silent';
      return isForgiven ? inTime(provider, ask(provider)) : ask(provider);
    });
    const unknown = unknownForm(outcomes);
    if (unknown) {
      // It accuses nobody.
      for (const { name } of asked) this.states.saw(name, 'answering');
      throw unknown;
    }
    const tooFew = (answering: readonly string[]): string | undefined =>
      fewProviders(
        this.chainId,
        listed.filter(({ name }) => answering.includes(name)),
      );
    try {
      return standing(outcomes, voices, tooFew);
    } catch (error) {
      // Who shows a header that is none is named.
      const [liar] = unhashable(outcomes);
      throw liar && error instanceof DomainError && error.code === 'RPC_DISAGREE' ? liar : error;
    }
  }

  async #outcomes<T>(providers: readonly RpcProvider[], ask: Ask<T>): Promise<readonly Outcome<T>[]> {
    const settled = await Promise.allSettled(providers.map(ask));
    return settled.map((each, index): Outcome<T> => {
      const provider = providers[index]?.name ?? '';
      const outcome =
        each.status === 'fulfilled'
          ? { provider, value: each.value }
          : { provider, error: each.reason as unknown };
      this.states.saw(provider, stateOf(outcome));
      return outcome;
    });
  }

  #alike<T>(answers: readonly Answer<T>[]): T {
    const [first] = answers;
    if (!first) throw new DomainError('RPC_UNAVAILABLE', 'there is no RPC provider');
    const apart = dissenters(
      answers.map(({ provider, value }) => ({ provider, value: comparable(value) })),
      (one, other) => one === other,
    );
    if (apart.length === 0) return first.value;
    this.#dissent(apart);
    throw new DomainError('RPC_DISAGREE', 'the RPC providers gave different answers to one question');
  }

  #dissent(names: readonly string[]): void {
    for (const name of names) this.states.saw(name, 'dissenting');
  }

  async #agreedHead(tag: BlockTag, circle: Circle): Promise<AgreedBlock> {
    const heads = await this.#answers(circle, (provider) => claimedHead(provider, tag));
    const numbers = heads.map(({ value }) => value.number);
    const lowest = numbers.reduce((least, each) => (each < least ? each : least));
    const block = await this.#agreedIn(circle, (provider) => blockAt(provider, lowest));
    // By the block's own time, which is agreed: what a lagging provider says of its head's may be made up.
    const isNear = (timestamp: bigint): boolean =>
      Math.abs(Number(timestamp) - block.timestamp) <= MAX_LAG_SECONDS[tag];
    if (heads.every(({ value }) => isNear(value.timestamp))) return block;
    this.#dissent(dissenters(heads, (one, other) => isNear(one.timestamp) === isNear(other.timestamp)));
    throw new DomainError('RPC_DISAGREE', `the RPC providers' ${tag} blocks lie too far apart`);
  }

  async #checkChain(circle: Circle): Promise<void> {
    const chainId = await this.#agreedIn(circle, (provider) =>
      provider.request('eth_chainId', [], SmallQuantity),
    );
    if (chainId !== this.chainId) {
      const detail = `the RPC providers serve chain ${String(chainId)}, not ${String(this.chainId)}`;
      throw new DomainError('CHAIN_MISMATCH', detail);
    }
    const hash = await this.#agreedIn(circle, (provider) => this.#foundingOf(provider));
    const pinned = chainOf(this.chainId)?.foundingBlock ?? null;
    if (pinned === null || pinned === hash) return;
    const detail = `the RPC providers' chain was not founded by the block of chain ${String(this.chainId)}`;
    throw new DomainError('CHAIN_MISMATCH', detail);
  }

  async #foundingOf(provider: RpcProvider): Promise<Bytes32> {
    const known = this.#foundings.get(provider);
    if (known !== undefined) return known;
    const hash = await provider.request('eth_getBlockByNumber', ['0x0', false], GenesisAnswer);
    this.#foundings.set(provider, hash);
    return hash;
  }
}

/** All show one and the same header, and it does not hash to its hash: nobody lies, its form is unknown. */
function unknownForm(outcomes: readonly Outcome<unknown>[]): DomainError | undefined {
  const shown = unhashable(outcomes).map((each) => each.shown);
  const [one] = shown;
  if (!one || shown.length < outcomes.length || new Set(shown.map(comparable)).size > 1) return undefined;
  const detail = `the chain runs a fork that Sluice does not know: all providers show one header of block ${String(one.header.number)}, and its hash has another form`;
  return new DomainError('HEADER_FORM_UNKNOWN', detail);
}

function unhashable(outcomes: readonly Outcome<unknown>[]): readonly UnhashableHeader[] {
  return outcomes.flatMap((each) =>
    'error' in each && each.error instanceof UnhashableHeader ? [each.error] : [],
  );
}

function stateOf(outcome: Outcome<unknown>): 'answering' | 'silent' | 'dissenting' {
  if (!('error' in outcome) || !(outcome.error instanceof DomainError)) return 'answering';
  if (outcome.error.code === 'RPC_DISAGREE') return 'dissenting';
  return outcome.error.code === 'RPC_UNAVAILABLE' ? 'silent' : 'answering';
}

async function inTime<T>({ name }: RpcProvider, work: Promise<T>): Promise<T> {
  const silence = async (): Promise<never> => {
    await sleep(LOOK_MS, undefined, { ref: false });
    throw new DomainError('RPC_UNAVAILABLE', `provider ${name} does not answer`);
  };
  return Promise.race([work, silence()]);
}

/** Waits for all, then throws the error of the first in order, so that no race decides which error is reported. */
async function inOrder(works: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}
