import { z } from 'zod';
import type { Asset } from '../assets/asset.js';
import { BalanceLayoutSchema } from '../assets/balance-layout.js';
import { TokenProxySchema } from '../assets/token-proxy.js';
import type { SimulatedExecution } from './simulator.js';
import type { StateEvidence } from './state-proof.js';
import { buildFor } from '../transfers/safe-transaction.js';
import { amountOf } from '../values/amount.js';
import { type AssetId, idPattern } from '../values/identifier.js';
import { storedAddress, storedBytes32, storedHex } from '../values/stored.js';
import { unixSeconds } from '../values/time.js';

// A record comes from the database, where anybody may have written anything into it.
const [address, word, bytes] = [storedAddress, storedBytes32, storedHex];
const integer = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,77})$/)
  .transform(BigInt);
const assetId = z
  .string()
  .regex(idPattern('ast'))
  .transform((text) => text as AssetId);

const RecordedAsset = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('native'),
    id: assetId,
    chainId: z.int().positive(),
    symbol: z.string(),
    decimals: z.literal(18),
  }),
  z.object({
    kind: z.literal('erc20'),
    id: assetId,
    chainId: z.int().positive(),
    address,
    symbol: z.string(),
    decimals: z.int().min(0),
    codeHash: word,
    balances: BalanceLayoutSchema,
    proxy: TokenProxySchema.nullable(),
  }),
]) satisfies z.ZodType<Asset>;

const RecordedBlock = z.object({
  number: integer,
  hash: word,
  timestamp: z.int().min(0).transform(unixSeconds),
  baseFeePerGas: integer,
  coinbase: address,
  prevRandao: word,
  stateRoot: word,
  gasLimit: integer,
});

/** A recorded execution. Its Safe transaction is not read but rebuilt from the movement, or as a burn if it has none. */
export const RecordedExecution = z
  .object({
    chainId: z.int().positive(),
    safe: address,
    transaction: z.object({ nonce: integer }),
    safeTxHash: word,
    owners: z.array(address).min(1),
    executor: address,
    movement: z.object({ asset: RecordedAsset, destination: address, amount: integer }).nullable(),
    block: RecordedBlock,
  })
  .transform(({ movement: recorded, transaction, ...execution }): SimulatedExecution => {
    const movement = recorded && { ...recorded, amount: amountOf(recorded.amount) };
    const built = buildFor(movement, execution.safe, transaction.nonce);
    return { ...execution, movement, transaction: built };
  });

export const RecordedHeader = z.object({
  parentHash: word,
  sha3Uncles: word,
  miner: address,
  stateRoot: word,
  transactionsRoot: word,
  receiptsRoot: word,
  logsBloom: bytes,
  difficulty: integer,
  number: integer,
  gasLimit: integer,
  gasUsed: integer,
  timestamp: integer,
  extraData: bytes,
  mixHash: word,
  nonce: bytes,
  baseFeePerGas: integer,
  withdrawalsRoot: word.exactOptional(),
  blobGasUsed: integer.exactOptional(),
  excessBlobGas: integer.exactOptional(),
  parentBeaconBlockRoot: word.exactOptional(),
  requestsHash: word.exactOptional(),
  blockAccessListHash: word.exactOptional(),
  slotNumber: integer.exactOptional(),
});

/** The recorded proofs of the state. */
export const RecordedEvidence = z.object({
  headers: z.array(RecordedHeader).min(1),
  proofs: z.array(
    z.object({
      address,
      accountProof: z.array(bytes),
      slots: z.array(z.object({ slot: word, proof: z.array(bytes) })),
    }),
  ),
  codes: z.array(bytes),
}) satisfies z.ZodType<StateEvidence>;
