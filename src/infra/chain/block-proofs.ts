import { Injectable } from '@nestjs/common';
import { type Hex, type TransactionSerializable, formatTransaction, serializeTransaction } from 'viem';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { type BlockHeader, headerHash } from '../../domain/simulation/header.js';
import { OrderedTrie } from '../../domain/simulation/ordered-trie.js';
import { type BlockReceipt, encodeReceipt } from '../../domain/simulation/receipt-rlp.js';
import { type Bytes32, parseHex } from '../../domain/values/hex.js';
import { Providers } from './providers.js';
import { Bytes, HeaderAnswer, LogAnswer, Quantity, SmallQuantity, Word } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

/** A value of one of a block's tries, with the nodes that prove it. */
interface ProvenBytes {
  readonly bytes: Hex;
  readonly proof: readonly Hex[];
}

/** The proof of one transaction by its block's hash. */
export interface TransactionInBlock {
  readonly header: BlockHeader;
  /** The transaction's place in the block. */
  readonly index: number;
  readonly receipt: ProvenBytes;
  /** Null if the block has a transaction of an unknown type, which cannot be serialised here. */
  readonly transaction: ProvenBytes | null;
}

const Body = z.object({ transactions: z.array(z.looseObject({ hash: Word })) });
const Receipts = z.array(
  z
    .object({
      type: SmallQuantity.default(0),
      status: z.enum(['0x0', '0x1']),
      cumulativeGasUsed: Quantity,
      logsBloom: Bytes,
      logs: z.array(LogAnswer),
    })
    .transform(({ status, ...receipt }): BlockReceipt => ({ ...receipt, succeeded: status === '0x1' })),
);

/**
 * Proves transactions by the hash of their block, so whoever knows the hash need trust nobody. One provider is enough:
 * its answer either hashes to the block's roots or is not used.
 */
@Injectable()
export class BlockProofs {
  constructor(private readonly providers: Providers) {}

  /** @throws DomainError RPC_UNAVAILABLE if no provider gave what proves it */
  async prove(blockHash: Bytes32, transactionHash: Bytes32): Promise<TransactionInBlock> {
    let withoutTransaction: TransactionInBlock | undefined;
    try {
      return await this.#ofAny(async (provider) => {
        const proven = await provenBy(provider, blockHash, transactionHash);
        if (proven.transaction !== null) return proven;
        // A provider that orders the body otherwise would choose another transaction's receipt: ask the next one.
        withoutTransaction ??= proven;
        throw unproven(provider);
      });
    } catch (error) {
      if (withoutTransaction) return withoutTransaction;
      throw error;
    }
  }

  /** All receipts of a block, in its order. @throws DomainError RPC_UNAVAILABLE if no provider gave those it commits to */
  receipts(blockHash: Bytes32): Promise<readonly BlockReceipt[]> {
    return this.#ofAny(async (provider) => (await receiptsBy(provider, blockHash)).receipts);
  }

  async #ofAny<T>(ask: (provider: RpcProvider) => Promise<T>): Promise<T> {
    let failure: DomainError | undefined;
    for (const provider of await this.providers.inForce()) {
      try {
        return await ask(provider);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        failure = error;
      }
    }
    throw failure ?? new DomainError('RPC_UNAVAILABLE', 'there is no RPC provider');
  }
}

async function provenBy(
  provider: RpcProvider,
  blockHash: Bytes32,
  transactionHash: Bytes32,
): Promise<TransactionInBlock> {
  const [{ header, values, trie }, body] = await Promise.all([
    receiptsBy(provider, blockHash),
    provider.request('eth_getBlockByHash', [blockHash, true], Body),
  ]);
  const index = body.transactions.findIndex(({ hash }) => hash === transactionHash);
  const bytes = values[index];
  if (bytes === undefined) throw unproven(provider);
  const receipt = { bytes, proof: trie.prove(index) };
  return { header, index, receipt, transaction: transactionOf(body, header, index) };
}

/** The receipts that the block's own hash commits to. */
async function receiptsBy(provider: RpcProvider, blockHash: Bytes32) {
  const [{ header }, receipts] = await Promise.all([
    provider.request('eth_getBlockByHash', [blockHash, false], HeaderAnswer),
    provider.request('eth_getBlockReceipts', [blockHash], Receipts),
  ]);
  const values = receipts.map(encodeReceipt);
  const trie = new OrderedTrie(values);
  if (headerHash(header) !== blockHash || trie.root !== header.receiptsRoot) throw unproven(provider);
  return { header, receipts, values, trie };
}

function unproven({ name }: RpcProvider): DomainError {
  return new DomainError('RPC_UNAVAILABLE', `provider ${name} gave receipts that are not those of the block`);
}

function transactionOf(body: z.output<typeof Body>, header: BlockHeader, index: number): ProvenBytes | null {
  const values = rawTransactions(body);
  const trie = values && new OrderedTrie(values);
  const bytes = values?.[index];
  if (trie?.root !== header.transactionsRoot || bytes === undefined) return null;
  return { bytes, proof: trie.prove(index) };
}

/** The transactions' bytes, serialised again from their members. The block's root verifies them. */
function rawTransactions({ transactions }: z.output<typeof Body>): readonly Hex[] | undefined {
  try {
    return transactions.map((each) => {
      const { r, s, v, yParity, ...rest } = formatTransaction(each);
      const { input, ...unsigned } = rest as unknown as { input: Hex };
      const transaction = { ...unsigned, data: input } as TransactionSerializable;
      const signature = yParity === undefined ? { r, s, v } : { r, s, yParity };
      return parseHex(serializeTransaction(transaction, signature));
    });
  } catch {
    return undefined; // a kind of transaction that viem does not know: then nothing is proven about it
  }
}
