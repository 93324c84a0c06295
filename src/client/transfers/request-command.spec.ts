import { describe, expect, it } from '@jest/globals';
import { requireWritten } from './request-command.js';

const asset = { id: 'ast_1', name: 'USDC', decimals: 6, address: '0x', chainId: 1 };

describe(requireWritten.name, () => {
  it.each(['0', '0.00', '1.0000001'])('takes %s for wrong usage', (amount) => {
    const writing = () => {
      requireWritten(amount, asset);
    };
    expect(writing).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it.each(['1', '0.000001', '10.5'])('takes %s', (amount) => {
    expect(() => {
      requireWritten(amount, asset);
    }).not.toThrow();
  });
});
