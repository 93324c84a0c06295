import { z } from 'zod';
import { addressFromHex } from '../../domain/values/address.js';
import { parseBytes32, parseHex } from '../../domain/values/hex.js';
import { unixSeconds } from '../../domain/values/time.js';

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

/** A block header, as far as Sluice uses it. */
export const BlockAnswer = z
  .object({
    number: Quantity,
    hash: Word,
    timestamp: SmallQuantity.transform(unixSeconds),
    baseFeePerGas: Quantity,
    miner: AddressAnswer,
    mixHash: Word,
    stateRoot: Word,
  })
  .transform(({ miner, mixHash, ...header }) => ({ ...header, coinbase: miner, prevRandao: mixHash }));

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

/** A receipt that every provider gave alike. */
export type Receipt = z.output<typeof ReceiptAnswer>;
