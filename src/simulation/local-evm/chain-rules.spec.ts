import { describe, expect, it } from '@jest/globals';
import { Hardfork, Mainnet } from '@ethereumjs/common';
import { ZERO_ADDRESS } from '../../domain/values/address.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { CHAINS } from '../../domain/values/chains.js';
import type { BlockHeader } from '../../domain/simulation/header.js';
import { chainRules } from './chain-rules.js';

const word = parseBytes32(`0x${'11'.repeat(32)}`);

const osaka: BlockHeader = {
  ...{ parentHash: word, sha3Uncles: word, miner: ZERO_ADDRESS, stateRoot: word },
  ...{ transactionsRoot: word, receiptsRoot: word, logsBloom: '0x', difficulty: 0n },
  ...{ number: 25_000_000n, gasLimit: 60_000_000n, gasUsed: 0n, timestamp: 1_800_000_000n, extraData: '0x' },
  ...{ mixHash: word, nonce: '0x0000000000000000', baseFeePerGas: 7n, withdrawalsRoot: word },
  ...{ blobGasUsed: 0n, excessBlobGas: 0n, parentBeaconBlockRoot: word, requestsHash: word },
};

describe(chainRules.name, () => {
  it('follows the schedule of a public chain', () => {
    expect(chainRules(1, { ...osaka, timestamp: 1_764_798_551n }).hardfork()).toBe(Hardfork.Osaka);
    expect(chainRules(1, osaka).hardfork()).toBe(Hardfork.Bpo2);
  });

  it('knows the one fork of the sandbox, which has no schedule', () => {
    expect(chainRules(31_337, osaka).hardfork()).toBe(Hardfork.Osaka);
  });

  it('invariant 6: guesses no fork, neither of an older header nor of another chain', () => {
    const { requestsHash: _none, ...cancun } = osaka;
    const refusal = expect.objectContaining({ code: 'SIMULATION_UNAVAILABLE' });
    expect(() => chainRules(31_337, cancun)).toThrow(refusal);
    expect(() => chainRules(137, osaka)).toThrow(refusal);
  });

  it('has a schedule for every public chain', () => {
    for (const { id } of CHAINS.filter(({ isPublic }) => isPublic))
      expect(chainRules(id, { ...osaka, number: 30_000_000n }).chainId()).toBe(BigInt(id));
  });

  it.each([1, 31_337])(
    'invariant 6: does not run a block of Amsterdam by older rules: chain %i',
    (chainId) => {
      for (const field of [{ blockAccessListHash: word, slotNumber: 1n }, { slotNumber: 1n }]) {
        expect(() => chainRules(chainId, { ...osaka, ...field })).toThrow(
          expect.objectContaining({
            code: 'SIMULATION_UNAVAILABLE',
            message: expect.stringContaining('Amsterdam'),
          }),
        );
      }
    },
  );

  it('invariant 6: the installed schedules do not reach Amsterdam by themselves', () => {
    // When they do, its rules have to be looked at before `checkFork` may let it pass.
    expect(Mainnet.hardforks.find(({ name }) => name === 'amsterdam')?.timestamp).toBeUndefined();
  });
});
