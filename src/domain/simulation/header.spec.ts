import { describe, expect, it } from '@jest/globals';
import { createBlockHeader } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { bytesToHex } from '@ethereumjs/util';
import fc from 'fast-check';
import { pad } from 'viem';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { type BlockHeader, headerHash } from './header.js';

const word = (byte: string): ReturnType<typeof parseBytes32> => parseBytes32(`0x${byte.repeat(32)}`);

const london: BlockHeader = {
  parentHash: word('11'),
  sha3Uncles: word('22'),
  miner: addressFromHex(`0x${'33'.repeat(20)}`),
  stateRoot: word('44'),
  transactionsRoot: word('55'),
  receiptsRoot: word('66'),
  logsBloom: pad('0x1234', { size: 256 }),
  difficulty: 0n,
  number: 20_000_000n,
  gasLimit: 30_000_000n,
  gasUsed: 21_000n,
  timestamp: 1_700_000_000n,
  extraData: '0x1234',
  mixHash: word('77'),
  nonce: '0x0000000000000000',
  baseFeePerGas: 7n,
};
const shanghai: BlockHeader = { ...london, withdrawalsRoot: word('88') };
const cancun: BlockHeader = {
  ...shanghai,
  blobGasUsed: 0n,
  excessBlobGas: 131_072n,
  parentBeaconBlockRoot: word('99'),
};
const prague: BlockHeader = { ...cancun, requestsHash: word('aa') };
const amsterdam: BlockHeader = { ...prague, blockAccessListHash: word('bb'), slotNumber: 12_345_678n };

describe('the hash of a block header', () => {
  it.each([
    [Hardfork.Paris, london],
    [Hardfork.Shanghai, shanghai],
    [Hardfork.Cancun, cancun],
    [Hardfork.Prague, prague],
    [Hardfork.Amsterdam, amsterdam],
  ])('is that of another implementation: %s', (hardfork, header) => {
    const common = new Common({ chain: Mainnet, hardfork });
    const { sha3Uncles, miner, transactionsRoot, receiptsRoot, ...rest } = header;
    const other = createBlockHeader(
      {
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        ...{
          uncleHash: sha3Uncles,
          coinbase: miner,
          transactionsTrie: transactionsRoot,
          receiptTrie: receiptsRoot,
        },
      },
      { common, skipConsensusFormatValidation: true },
    );
    expect(headerHash(header)).toBe(bytesToHex(other.hash()));
  });

  it('invariant 7: changes with every field', () => {
    const fields = Object.keys(amsterdam) as (keyof BlockHeader)[];
    fc.assert(
      fc.property(fc.constantFrom(...fields), (field) => {
        const value = amsterdam[field];
        const other =
          typeof value === 'bigint' ? value + 1n : value?.replace(/.$/, (last) => (last === 'f' ? 'e' : 'f'));
        expect(headerHash({ ...amsterdam, [field]: other })).not.toBe(headerHash(amsterdam));
      }),
    );
  });

  it('is refused for a header with a gap, which could be read in two ways', () => {
    expect(() => headerHash({ ...prague, withdrawalsRoot: undefined })).toThrow('lacks a field');
    expect(() => headerHash({ ...london, parentBeaconBlockRoot: word('99') })).toThrow('lacks a field');
    expect(() => headerHash({ ...prague, slotNumber: 1n })).toThrow('lacks a field');
  });
});
