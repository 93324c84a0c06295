import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { type Json, canonicalJson } from '../../domain/values/canonical-json.js';
import { chainOf } from '../../domain/values/chains.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { UnhashableHeader, blockAt, claimedHead } from './block-headers.js';
import { GenesisAnswer, SmallQuantity } from './rpc-answers.js';
import { type RpcEndpoint, RpcProvider } from './rpc-provider.js';

export type BlockTag = 'latest' | 'finalized';

const REQUIRED = 2;
const DEFAULT_TIMEOUT_MS = 10_000;

// Maximum distance between the providers' heads, in seconds. A provider that lags further would pin everyone to an old
// state (THREATS G06). Finality moves by epochs of 6.4 minutes.
const MAX_LAG_SECONDS: Readonly<Record<BlockTag, number>> = { latest: 60, finalized: 900 };

/** All configured RPC providers. An answer counts only if all of them give it (invariant 7). */
@Injectable()
export class Providers {
  readonly all: readonly RpcProvider[];
  readonly chainId: number;
  #founding: Promise<Bytes32> | undefined;

  /** @throws Error at start if there are fewer than two distinct providers */
  constructor(endpoints: readonly RpcEndpoint[], chainId: number, timeoutMs: number = DEFAULT_TIMEOUT_MS) {
    const names = new Set(endpoints.map((each) => each.name));
    const urls = new Set(endpoints.map((each) => each.url));
    if (names.size !== endpoints.length || urls.size !== endpoints.length) {
      throw new Error('the same RPC provider twice is one provider');
    }
    if (endpoints.length < REQUIRED) throw new Error('at least two RPC providers are needed');
    this.chainId = chainId;
    this.all = endpoints.map((each) => new RpcProvider(each, timeoutMs));
  }

  /** @throws Error if no provider has that name */
  named(name: string): RpcProvider {
    const provider = this.all.find((each) => each.name === name);
    if (!provider) throw new Error(`no RPC provider is named ${name}`);
    return provider;
  }

  /**
   * Asks every provider and gives the answer that all gave.
   * @throws DomainError RPC_UNAVAILABLE if one fails; RPC_DISAGREE if two answers differ;
   *   HEADER_FORM_UNKNOWN if all show one header that does not hash to its hash; any other code that all threw
   */
  async agreed<T>(ask: (provider: RpcProvider) => Promise<T>): Promise<T> {
    const outcomes = await Promise.allSettled(this.all.map(ask));
    const answers = outcomes.filter((each) => each.status === 'fulfilled').map((each) => each.value);
    const errors = outcomes.filter((each) => each.status === 'rejected').map((each): unknown => each.reason);
    const [answer] = answers;
    if (answer === undefined || errors.length > 0) throw failure(errors, answers.length);
    if (new Set(answers.map(comparable)).size === 1) return answer;
    throw new DomainError('RPC_DISAGREE', 'the RPC providers gave different answers to one question');
  }

  /** As `agreed`, with every read pinned to one block. */
  agreedRead<T>(
    read: (provider: RpcProvider, block: AgreedBlock) => Promise<T>,
    block: AgreedBlock,
  ): Promise<T> {
    return this.agreed((provider) => read(provider, block));
  }

  /**
   * The highest block that every provider has, and that is the same for all. So are the founding block and the highest
   * finalized block, by which a provider on another fork of the same chain id is known (THREATS G11).
   * @throws DomainError RPC_UNAVAILABLE, RPC_DISAGREE (other hash, or heads too far apart), CHAIN_MISMATCH,
   *   HEADER_FORM_UNKNOWN
   */
  async agreedBlock(tag: BlockTag): Promise<AgreedBlock> {
    const head = this.#agreedHead(tag);
    await inOrder([
      this.#checkChain(),
      head,
      ...(tag === 'finalized' ? [] : [this.#agreedHead('finalized')]),
    ]);
    return head;
  }

  /** One block by its height, the same for all providers. Throws as `agreedBlock`. */
  async agreedBlockAt(height: bigint): Promise<AgreedBlock> {
    await this.#checkChain();
    return this.agreed((provider) => blockAt(provider, height));
  }

  /** As `agreed`, for things that reach providers at different times: null while one does not have it yet. */
  async agreedOnceSeen<T>(ask: (provider: RpcProvider) => Promise<T | null>): Promise<T | null> {
    const answers = new Map<RpcProvider, T | null>();
    await this.agreed(async (provider) => {
      answers.set(provider, await ask(provider));
      return true;
    });
    if ([...answers.values()].includes(null)) return null;
    return this.agreed((provider) => Promise.resolve(answers.get(provider) ?? null));
  }

  async #agreedHead(tag: BlockTag): Promise<AgreedBlock> {
    const heads = await Promise.all(this.all.map((each) => claimedHead(each, tag)));
    const byHeight = heads.toSorted((a, b) => (a.number < b.number ? -1 : 1));
    const [lowest, highest] = [byHeight[0], byHeight.at(-1)];
    if (!lowest || !highest) throw new DomainError('RPC_UNAVAILABLE', 'there is no RPC provider');
    const block = await this.agreed((provider) => blockAt(provider, lowest.number));
    // By the block's own time, which is agreed: what a lagging provider says of its head's may be made up.
    if (Math.abs(Number(highest.timestamp) - block.timestamp) > MAX_LAG_SECONDS[tag]) {
      throw new DomainError('RPC_DISAGREE', `the RPC providers' ${tag} blocks lie too far apart`);
    }
    return block;
  }

  async #checkChain(): Promise<void> {
    const chainId = await this.agreed((provider) => provider.request('eth_chainId', [], SmallQuantity));
    if (chainId !== this.chainId) {
      const detail = `the RPC providers serve chain ${String(chainId)}, not ${String(this.chainId)}`;
      throw new DomainError('CHAIN_MISMATCH', detail);
    }
    // Asked until it has been answered once: a chain never changes its genesis block.
    this.#founding ??= this.#agreedFounding();
    try {
      await this.#founding;
    } catch (error) {
      this.#founding = undefined;
      throw error;
    }
  }

  async #agreedFounding(): Promise<Bytes32> {
    const hash = await this.agreed((provider) =>
      provider.request('eth_getBlockByNumber', ['0x0', false], GenesisAnswer),
    );
    const pinned = chainOf(this.chainId)?.foundingBlock ?? null;
    if (pinned === null || pinned === hash) return hash;
    const detail = `the RPC providers' chain was not founded by the block of chain ${String(this.chainId)}`;
    throw new DomainError('CHAIN_MISMATCH', detail);
  }
}

/** Waits for all, then throws the error of the first in order, so that no race decides which error is reported. */
async function inOrder(works: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

function failure(errors: readonly unknown[], answered: number): Error {
  const known = errors.filter((each) => each instanceof DomainError);
  // A fault of our own code must not pass for the chain's.
  const foreign = errors.find((each) => !(each instanceof DomainError));
  if (foreign instanceof Error) return foreign;
  const unavailable = known.filter((each) => each.code === 'RPC_UNAVAILABLE');
  if (unavailable.length > 0) {
    return new DomainError('RPC_UNAVAILABLE', unavailable.map((each) => each.message).join('; '));
  }
  const unhashable = errors.filter((each) => each instanceof UnhashableHeader);
  const [one] = unhashable;
  if (one) {
    const isSame = new Set(unhashable.map(({ shown }) => comparable(shown))).size === 1;
    if (answered > 0 || unhashable.length < errors.length || !isSame) return one;
    const detail = `the chain runs a fork that Sluice does not know: all providers show one header of block ${String(one.shown.header.number)}, and its hash has another form`;
    return new DomainError('HEADER_FORM_UNKNOWN', detail);
  }
  const [first] = known;
  if (first && answered === 0 && known.every((each) => each.code === first.code)) return first;
  return new DomainError('RPC_DISAGREE', 'only some of the RPC providers show a state that can be read');
}

function comparable(answer: unknown): string {
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return canonicalJson(JSON.parse(text) as Json);
}
