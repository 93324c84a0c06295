import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { SettledBlocks } from './settled-blocks.js';

const word = (value: number) => numberToHex(value, { size: 32 });
const execution = { blockNumber: 7n, blockHash: word(1), transactionHash: word(2) };
/** One that ended by a final block in each way, and one that was cancelled before its relay. */
const ENDED = [
  { id: 'tr_1', state: 'settled', evidence: { execution } },
  { id: 'tr_2', state: 'mismatched', evidence: { execution } },
  { id: 'tr_3', state: 'cancelled', evidence: { burnt: { execution } } },
  { id: 'tr_4', state: 'cancelled', evidence: {} },
];

async function found(blockHash: string): Promise<readonly (readonly unknown[])[]> {
  const transfers = {
    list: ({ state }: { state: string }) => Promise.resolve(ENDED.filter((each) => each.state === state)),
  };
  const reader = { blockAt: () => Promise.resolve({ number: 7n, hash: blockHash }) };
  const faults = await new SettledBlocks(transfers as never, reader as never).faults();
  return faults.map(({ code, detail }) => [code, detail['transfer']]);
}

describe(SettledBlocks.name, () => {
  it('finds nothing while the final blocks stand', async () => {
    expect(await found(word(1))).toEqual([]);
  });

  it('invariant 23: finds every transfer that ended in a block that is off the chain, also by a burn', async () => {
    expect(await found(word(9))).toEqual([
      ['LOG_REORGANISED', 'tr_1'],
      ['LOG_REORGANISED', 'tr_2'],
      ['LOG_REORGANISED', 'tr_3'],
    ]);
  });
});
