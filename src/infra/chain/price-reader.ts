import { Injectable } from '@nestjs/common';
import { type Hex, encodeFunctionData, parseAbi } from 'viem';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import type { PriceReading, PriceRound } from '../../domain/policies/price-reading.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import { AccountReads } from './account-reads.js';
import { Providers, type Voices } from './providers.js';
import type { RpcProvider } from './rpc-provider.js';

const abi = parseAbi([
  'function decimals() view returns (uint8)',
  'function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)',
]);
const DECIMALS = encodeFunctionData({ abi, functionName: 'decimals' });
const LATEST_ROUND = encodeFunctionData({ abi, functionName: 'latestRoundData' });

/** An ABI answer of exactly this many words. */
const words = (count: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${String(64 * count)}}$`))
    .transform((hex) => Array.from({ length: count }, (_, at) => wordAt(hex, at)));

// The ABI pads a narrow number with zeros, so other padding means another type than the interface's.
const uint = (bits: number) => z.bigint().lt(1n << BigInt(bits));
const decimalText = (value: bigint) => value.toString();
const DecimalsAnswer = words(1).pipe(z.tuple([uint(8).transform(Number)]));
const RoundAnswer = words(5).pipe(
  z.tuple([
    uint(80).transform(decimalText),
    z.bigint().transform((word) => BigInt.asIntN(256, word).toString()),
    uint(256),
    uint(256).transform(decimalText),
    uint(80).transform(decimalText),
  ]),
);

/**
 * Reads prices from aggregators with Chainlink's AggregatorV3Interface. The state root does not prove an aggregator's
 * answer, so every provider's answer is kept, for the rule that compares them.
 */
@Injectable()
export class PriceReader {
  constructor(private readonly providers: Providers) {}

  /** The latest round at one block, once for each provider. It is unavailable unless all who are needed show one (invariant 6). */
  async read(aggregator: Address, block: AgreedBlock, voices: Voices): Promise<PriceReading> {
    try {
      const ask = (provider: RpcProvider) => readRound(provider, block, aggregator);
      return { kind: 'rounds', rounds: await this.providers.each(voices, ask) };
    } catch (error) {
      // A refusal of the chain's is an answer here; a fault of our own is none.
      if (error instanceof DomainError) return { kind: 'unavailable', reason: error.message };
      throw error;
    }
  }
}

async function readRound(
  provider: RpcProvider,
  block: AgreedBlock,
  aggregator: Address,
): Promise<PriceRound> {
  const reads = new AccountReads(provider, block, aggregator);
  const [[decimals], [roundId, answer, , updatedAt, answeredInRound]] = await Promise.all([
    reads.call(DECIMALS, DecimalsAnswer),
    reads.call(LATEST_ROUND, RoundAnswer),
  ]);
  return { provider: provider.name, roundId, answer, updatedAt, answeredInRound, decimals };
}

function wordAt(hex: string, at: number): bigint {
  const word: Hex = `0x${hex.slice(2 + 64 * at, 66 + 64 * at)}`;
  return BigInt(word);
}
