import { z } from 'zod';
import { Bytes, LogAnswer, Quantity, Word } from '../../infra/chain/rpc-answers.js';

const SimulatedCall = z
  .object({ status: z.enum(['0x0', '0x1']), returnData: Bytes, logs: z.array(LogAnswer) })
  .transform(({ status, ...call }) => ({ ...call, succeeded: status === '0x1' }));

const ZERO_WORD = `0x${'0'.repeat(64)}`;

/** The answer of eth_simulateV1. A zero parent hash means none. */
export const SimulatedBlocks = z.array(
  z.object({
    number: Quantity,
    parentHash: Word.transform((hash) => (hash === ZERO_WORD ? null : hash)),
    calls: z.array(SimulatedCall),
  }),
);

export type SimulatedCall = z.output<typeof SimulatedCall>;
export type SimulatedBlock = z.output<typeof SimulatedBlocks>[number];
