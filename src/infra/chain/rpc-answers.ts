import { z } from 'zod';
import { addressFromHex } from '../../domain/values/address.js';
import { parseBytes32, parseHex } from '../../domain/values/hex.js';

// Ethereum JSON-RPC "quantity": hexadecimal without leading zeros, and no wider than a word.
export const Quantity = z
  .string()
  .regex(/^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,63})$/)
  .transform(BigInt);

export const SmallQuantity = Quantity.refine((value) => value <= BigInt(Number.MAX_SAFE_INTEGER)).transform(
  Number,
);

export const Word = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform(parseBytes32);

export const Bytes = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
  .transform(parseHex);

export const AddressAnswer = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform(addressFromHex);

const Bloom = z
  .string()
  .regex(/^0x[0-9a-fA-F]{512}$/)
  .transform(parseHex);

const SealNonce = z
  .string()
  .regex(/^0x[0-9a-fA-F]{16}$/)
  .transform(parseHex);

/** A block's whole header and the hash that the provider claims, not yet verified. */
export const HeaderAnswer = z
  .object({
    hash: Word,
    parentHash: Word,
    sha3Uncles: Word,
    miner: AddressAnswer,
    stateRoot: Word,
    transactionsRoot: Word,
    receiptsRoot: Word,
    logsBloom: Bloom,
    difficulty: Quantity,
    number: Quantity,
    gasLimit: Quantity,
    gasUsed: Quantity,
    timestamp: SmallQuantity.transform(BigInt),
    extraData: Bytes,
    mixHash: Word,
    nonce: SealNonce,
    baseFeePerGas: Quantity,
    withdrawalsRoot: Word.exactOptional(),
    blobGasUsed: Quantity.exactOptional(),
    excessBlobGas: Quantity.exactOptional(),
    parentBeaconBlockRoot: Word.exactOptional(),
    requestsHash: Word.exactOptional(),
    blockAccessListHash: Word.exactOptional(),
    slotNumber: Quantity.exactOptional(),
  })
  .transform(({ hash, ...header }) => ({ hash, header }));

/** The genesis block. Only its hash is parsed, because its header has an older form. */
export const GenesisAnswer = z.object({ hash: Word }).transform(({ hash }) => hash);

// One number for each of the blocks that were asked for.
const MOST_BLOCKS = 10;

/** `eth_feeHistory` with one percentile. The base fees beside it are in headers that are proven. */
export const FeeHistoryAnswer = z
  .object({ reward: z.array(z.tuple([Quantity])).max(MOST_BLOCKS) })
  .transform(({ reward }) => reward.map(([tip]) => tip));

// A trie whose keys are hashes is at most 64 branches and a leaf deep.
const ProofNodes = z.array(Bytes).max(65);

/** EIP-1186. Only the proofs are read, not the values beside them, which prove nothing. */
export const ProofAnswer = z.object({
  accountProof: ProofNodes,
  storageProof: z.array(z.object({ proof: ProofNodes })),
});

export const LogAnswer = z.object({
  address: AddressAnswer,
  topics: z.array(Word).max(4),
  data: Bytes,
});

export const ReceiptAnswer = z
  .object({
    transactionHash: Word,
    blockHash: Word,
    blockNumber: Quantity,
    from: AddressAnswer,
    to: AddressAnswer.nullable(),
    status: z.enum(['0x0', '0x1']),
    gasUsed: Quantity,
    logs: z.array(LogAnswer.extend({ logIndex: SmallQuantity })),
  })
  .transform(({ status, ...receipt }) => ({ ...receipt, succeeded: status === '0x1' }));
