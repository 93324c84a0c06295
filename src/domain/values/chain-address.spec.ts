import { describe, expect, it } from '@jest/globals';
import { parseChainAddress } from './chain-address.js';

const SAFE = '0x5AFE00000000000000000000000000000000c01D';

describe(parseChainAddress.name, () => {
  it.each([
    [SAFE, null],
    [SAFE.toLowerCase(), null],
    [`eth:${SAFE}`, 1],
    [`oeth:${SAFE.toLowerCase()}`, 10],
    [`matic:${SAFE}`, 137],
    [`pol:${SAFE}`, 137],
    [`hyper_evm:${SAFE}`, 999],
    [`tko-mainnet:${SAFE}`, 167000],
    [`basesep:${SAFE}`, 84532],
    [`eip155:11155111:${SAFE}`, 11155111],
  ])('reads %s', (text, chainId) => {
    expect(parseChainAddress(text)).toEqual({ address: SAFE, chainId });
  });

  it.each([
    [`nowhere:${SAFE}`, 'the chain\'s prefix "nowhere:" is not known here'],
    [`eip155:0:${SAFE}`, 'is not known here'],
    [`eth:eth:${SAFE}`, 'expected 0x'],
    [`eth:${SAFE.replace('AFE', 'afE')}`, 'checksum'],
    [`:${SAFE}`, 'expected 0x'],
  ])('refuses %s', (text, words) => {
    expect(() => parseChainAddress(text)).toThrow(words);
  });
});
