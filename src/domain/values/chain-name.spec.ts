import { describe, expect, it } from '@jest/globals';
import { chainName } from './chain-name.js';

describe(chainName.name, () => {
  it('says what people call a chain, and nothing where it does not know', () => {
    expect([chainName(1), chainName(8453), chainName(31337), chainName(4663)]).toEqual([
      'Ethereum Mainnet',
      'Base',
      'a local test chain',
      null,
    ]);
  });
});
