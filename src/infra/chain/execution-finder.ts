import { Injectable } from '@nestjs/common';
import { type Hex, numberToHex } from 'viem';
import { z } from 'zod';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { Providers } from './providers.js';
import { LogAnswer, Quantity, Word } from './rpc-answers.js';

// Safe.sol: keccak256 of ExecutionSuccess(bytes32,uint256) and of ExecutionFailure(bytes32,uint256).
const TOPICS: readonly Hex[] = [
  '0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e',
  '0x23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23',
];

// Providers bound the range of one eth_getLogs; 2,000 blocks is the lowest bound in use.
const RANGE_BLOCKS = 2000n;

const ExecutionLogs = z.array(
  LogAnswer.extend({ transactionHash: Word, blockNumber: Quantity, blockHash: Word }),
);

/** Where a Safe transaction was executed. */
export interface FoundExecution {
  readonly transactionHash: Bytes32;
  readonly blockNumber: bigint;
  readonly blockHash: Bytes32;
}

/** Finds the execution of a safeTxHash by the Safe's own events, whoever sent it. */
@Injectable()
export class ExecutionFinder {
  constructor(private readonly providers: Providers) {}

  /** @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE */
  async find(
    safe: Address,
    safeTxHash: Bytes32,
    span: { from: bigint; to: AgreedBlock },
  ): Promise<FoundExecution | undefined> {
    for (let from = span.from; from <= span.to.number; from += RANGE_BLOCKS) {
      const last = from + RANGE_BLOCKS - 1n;
      const to = last < span.to.number ? last : span.to.number;
      const filter = {
        address: safe,
        topics: [TOPICS],
        fromBlock: numberToHex(from),
        toBlock: numberToHex(to),
      };
      const logs = await this.providers.agreed((each) =>
        each.request('eth_getLogs', [filter], ExecutionLogs),
      );
      // 1.4.1 indexes the hash; 1.3.0 has it as the first word of the data.
      const found = logs.find((log) => (log.topics[1] ?? log.data.slice(0, 66)) === safeTxHash);
      if (found) {
        const { transactionHash, blockNumber, blockHash } = found;
        return { transactionHash, blockNumber, blockHash };
      }
    }
    return undefined;
  }
}
