import { describe, expect, it } from '@jest/globals';
import { createBlockHeader } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { bytesToHex } from '@ethereumjs/util';
import { headerHash } from '../../domain/simulation/header.js';
import { HeaderAnswer } from './rpc-answers.js';

/** A header as another implementation makes it, in the names of JSON-RPC. */
function answered(hardfork: Hardfork): Record<string, unknown> {
  const header = createBlockHeader(
    { number: 25_000_000n, gasLimit: 60_000_000n, timestamp: 1_900_000_000n },
    { common: new Common({ chain: Mainnet, hardfork }), skipConsensusFormatValidation: true },
  );
  const { uncleHash, coinbase, transactionsTrie, receiptTrie, ...rest } = header.toJSON();
  const renamed = { sha3Uncles: uncleHash, miner: coinbase, transactionsRoot: transactionsTrie };
  return { ...rest, ...renamed, receiptsRoot: receiptTrie, hash: bytesToHex(header.hash()) };
}

describe('a header as a node answers it', () => {
  it.each([Hardfork.Osaka, Hardfork.Amsterdam])('invariant 7: of %s gives its own hash (PC-20)', (fork) => {
    const { hash, header } = HeaderAnswer.parse(answered(fork));
    expect(headerHash(header)).toBe(hash);
    expect(header.slotNumber === undefined).toBe(fork === Hardfork.Osaka);
  });

  it('invariant 7: of Amsterdam gives another without one of the fields that the fork appended', () => {
    const { hash, header } = HeaderAnswer.parse(answered(Hardfork.Amsterdam));
    expect(headerHash({ ...header, slotNumber: undefined })).not.toBe(hash);
    expect(() => HeaderAnswer.parse({ ...answered(Hardfork.Amsterdam), slotNumber: '0x01' })).toThrow();
  });
});
