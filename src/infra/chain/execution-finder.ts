import { Injectable } from '@nestjs/common';
import { numberToHex } from 'viem';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { NONCE_SLOT } from '../../domain/safes/storage-layout.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { topicOf } from '../../domain/simulation/abi-words.js';
import type { BlockReceipt } from '../../domain/simulation/receipt-rlp.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads } from './account-reads.js';
import { BlockProofs } from './block-proofs.js';
import { logsIn } from './log-ranges.js';
import { Providers } from './providers.js';
import { AddressAnswer, Word } from './rpc-answers.js';

// Safe.sol. 1.3.0 has the hash as the first word of the data, later releases index it.
const TOPICS = ['ExecutionSuccess(bytes32,uint256)', 'ExecutionFailure(bytes32,uint256)'].map(topicOf);

const Sender = z.object({ hash: Word, from: AddressAnswer });

/** Where a Safe transaction was executed, and by whom. */
interface FoundExecution {
  readonly transactionHash: Bytes32;
  readonly blockNumber: bigint;
  readonly blockHash: Bytes32;
  /** Who sent the block's transaction and paid for it. */
  readonly executor: Address;
}

/** What is looked for: the Safe transactions of this nonce that were approved, of which it executes at most one. */
export interface Wanted {
  readonly safe: Address;
  readonly safeTxHashes: readonly Bytes32[];
  readonly nonce: bigint;
}

/** What used a nonce: proven by the receipts that a block's hash commits to; that nothing did, by the Safe's storage. */
export type NonceUse =
  | { readonly kind: 'unused' }
  | { readonly kind: 'executed'; readonly safeTxHash: Bytes32; readonly execution: FoundExecution }
  | { readonly kind: 'other'; readonly block: AgreedBlock; readonly hashes: readonly Bytes32[] };

/**
 * Finds what used a Safe's nonce. Logs of a range are only a hint where to look: nodes that lag answer `[]`. That another
 * transaction used the nonce is never concluded from logs that are missing, but read from the block in which the proven
 * nonce moved (invariant 23).
 */
@Injectable()
export class ExecutionFinder {
  constructor(
    private readonly providers: Providers,
    private readonly blocks: BlockProofs,
  ) {}

  /**
   * @param span.from a height at which the nonce was not used yet
   * @param span.to the block up to which it is looked for
   * @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE while nothing is proven
   */
  async find(wanted: Wanted, span: { readonly from: bigint; readonly to: AgreedBlock }): Promise<NonceUse> {
    if ((await this.#nonceAt(wanted, span.to)) <= wanted.nonce) return { kind: 'unused' };
    for (const height of await this.#hints(wanted, { from: span.from, to: span.to.number })) {
      const use = await this.#usesIn(wanted, await this.providers.agreedBlockAt(height));
      if (use.kind === 'executed') return use;
    }
    // Whatever else its logs say: the nonce moved in this block, and not by what is looked for.
    return this.#usesIn(wanted, await this.#usedBy(wanted, span));
  }

  /** Heights at which any provider says that the transaction was executed. Who cannot say gives no hint. */
  async #hints(
    { safe, safeTxHashes }: Wanted,
    span: { from: bigint; to: bigint },
  ): Promise<readonly bigint[]> {
    const filter = { address: safe, topics: [TOPICS] };
    const asked = await this.providers.inForce();
    const answers = await Promise.allSettled(asked.map((provider) => logsIn(provider, filter, span)));
    const logs = answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const heights = logs
      .filter((log) => safeTxHashes.includes(hashIn(log)))
      .map((log) => log.blockNumber)
      .filter((height) => height >= span.from && height <= span.to);
    // A transaction was executed once: who names more heights than there are providers makes work, and nothing else.
    return [...new Set(heights)].slice(0, asked.length);
  }

  /** The block in which the nonce was used, by halving over proven nonces. */
  async #usedBy(
    wanted: Wanted,
    span: { readonly from: bigint; readonly to: AgreedBlock },
  ): Promise<AgreedBlock> {
    let before = await this.#unusedAt(wanted, span.from);
    let after = span.to;
    while (after.number - before.number > 1n) {
      const middle = await this.providers.agreedBlockAt((before.number + after.number) / 2n);
      if ((await this.#nonceAt(wanted, middle)) > wanted.nonce) after = middle;
      else before = middle;
    }
    return after;
  }

  /** A block at which the nonce was not used yet. A reorganisation may put the execution below the height that was seen. */
  async #unusedAt(wanted: Wanted, from: bigint): Promise<AgreedBlock> {
    let height = from;
    for (let step = 1n; ; step *= 2n) {
      const block = await this.providers.agreedBlockAt(height);
      if ((await this.#nonceAt(wanted, block)) <= wanted.nonce) return block;
      if (height === 0n) throw new DomainError('RPC_DISAGREE', 'the nonce was never unused');
      height = height > step ? height - step : 0n;
    }
  }

  async #nonceAt({ safe }: Wanted, block: AgreedBlock): Promise<bigint> {
    const word = await this.providers.agreedRead(
      (provider, at) => new AccountReads(provider, at, safe).slot(NONCE_SLOT),
      block,
      'all',
    );
    return BigInt(word);
  }

  /** What the Safe executed in a block, by its proven receipts. */
  async #usesIn(
    { safe, safeTxHashes }: Wanted,
    block: AgreedBlock,
  ): Promise<Exclude<NonceUse, { kind: 'unused' }>> {
    const executed = (await this.blocks.receipts(block.hash)).map((receipt) => executionsOf(receipt, safe));
    const isWanted = (hash: Bytes32): boolean => safeTxHashes.includes(hash);
    const index = executed.findIndex((hashes) => hashes.some(isWanted));
    const safeTxHash = executed[index]?.find(isWanted);
    if (safeTxHash === undefined) return { kind: 'other', block, hashes: executed.flat() };
    const sent = await this.providers.agreed((provider) =>
      provider.request('eth_getTransactionByBlockHashAndIndex', [block.hash, numberToHex(index)], Sender),
    );
    const { number: blockNumber, hash: blockHash } = block;
    return {
      kind: 'executed',
      safeTxHash,
      execution: { transactionHash: sent.hash, blockNumber, blockHash, executor: sent.from },
    };
  }
}

function executionsOf({ succeeded, logs }: BlockReceipt, safe: Address): readonly Bytes32[] {
  const own = succeeded ? logs.filter((log) => log.address === safe) : [];
  return own.filter(({ topics: [topic] }) => TOPICS.some((each) => each === topic)).map(hashIn);
}

function hashIn({ topics, data }: BlockReceipt['logs'][number]): Bytes32 {
  return topics[1] ?? (data.slice(0, 66) as Bytes32);
}
